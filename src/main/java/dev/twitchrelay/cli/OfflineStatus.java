package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.auth.SignInFile;
import dev.twitchrelay.diagnosis.Finding;
import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.RouteFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the sign-in and the routes while no relay runs, and writes the result in the form of {@code /api/status}, so
 * that {@code Diagnosis} can read it.
 */
final class OfflineStatus {
    private OfflineStatus() {}

    /** The parts of the status that are known without a relay. */
    static ObjectNode status(Settings settings, List<String> types) {
        ObjectNode status = JsonMappers.PLAIN.createObjectNode();
        ObjectNode signIn = status.putObject("signIn");
        ObjectNode token = status.putObject("token");
        SignInFile.Checked checked;
        try (OfflineTwitch twitch = new OfflineTwitch(settings)) {
            checked = twitch.check();
            ClockSkew.Measured skew = twitch.skew();
            if (skew != null) {
                status.putObject("clockSkew").put("seconds", skew.seconds());
            }
        }
        signIn.put("signedIn", checked.usable());
        signIn.put("problem", checked.problem());
        if (checked.login() != null) {
            token.put("user", checked.login());
            token.put(
                    "channel",
                    settings.get("twitch.channel").isEmpty() ? checked.login() : settings.get("twitch.channel"));
        }
        token.put("warning", checked.warning());
        if (checked.expiresAt() != null) {
            token.put("expiresAt", checked.expiresAt().toString());
        }
        String weakness = AdminToken.weakness(settings.get("relay.admin-token"));
        if (weakness != null) {
            status.putObject("admin").put("needed", true).put("problem", "relay.admin-token " + weakness);
        }
        ArrayNode sessions = status.putArray("eventsub");
        if (!types.isEmpty()) {
            ArrayNode subscriptions =
                    sessions.addObject().put("state", "not running").putArray("subscriptions");
            types.forEach(
                    text -> SubscriptionCatalog.scopeNeeds(text).forEach(need -> add(subscriptions, need, checked)));
        }
        return status;
    }

    private static void add(ArrayNode subscriptions, ScopeNeed need, SignInFile.Checked checked) {
        ObjectNode subscription = subscriptions.addObject().put("type", need.purpose());
        List<String> missing = need.missingFrom(checked.scopes());
        if (!checked.usable() || checked.login() == null) {
            subscription.put("state", "disconnected").put("reason", "the relay is not running");
        } else if (missing.isEmpty()) {
            subscription.put("state", "ready");
        } else {
            subscription.put("state", "missing scope");
            ArrayNode names = subscription.putArray("missingScopes");
            missing.forEach(names::add);
        }
    }

    /** The event types in the routes. Faults of the folder are added to the findings. */
    static List<String> types(Settings settings, List<Finding> findings) {
        Path folder = Path.of(settings.get("relay.routes"));
        try {
            List<String> types = new ArrayList<>(RouteFolder.read(folder).eventTypes());
            types.removeIf(text -> {
                try {
                    SubscriptionCatalog.scopeNeeds(text);
                    return false;
                } catch (IllegalArgumentException e) {
                    findings.add(Finding.problem("routes", e.getMessage(), "correct it in " + folder));
                    return true;
                }
            });
            return types;
        } catch (IOException e) {
            findings.add(Finding.problem(
                    "routes",
                    "relay.routes is " + folder.toAbsolutePath() + ", which cannot be read",
                    "run the command where the relay's routes folder is, or set RELAY_ROUTES to that folder"));
            return List.of();
        }
    }
}
