package dev.twitchrelay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.auth.SignInFile;
import dev.twitchrelay.diagnosis.Diagnosis;
import dev.twitchrelay.diagnosis.Finding;
import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.http.AdminToken;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.RouteFolder;
import dev.twitchrelay.routes.RouteVocabulary;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code doctor}: checks everything between Twitch and the viewers. It asks the relay that runs on this computer,
 * because only that relay knows its subscriptions. Without a running relay it checks the sign-in and the routes itself.
 */
public final class DoctorCommand extends Command {
    private final Supplier<RouteVocabulary> vocabulary;

    /** @param vocabulary the names that routes may use; asked for only if a route is written in Java or XML */
    public DoctorCommand(Settings settings, Supplier<RouteVocabulary> vocabulary) {
        super(
                "doctor",
                "doctor [--url ADDRESS]   checks the sign-in, scopes, subscriptions and the stream's public ADDRESS;"
                        + " names remedies",
                settings);
        this.vocabulary = vocabulary;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        URI address = address(arguments);
        List<Finding> findings = new ArrayList<>();
        Optional<JsonNode> running = new RelayApi(settings).status();
        if (running.isPresent()) {
            out.println("the relay at " + settings.relay());
            findings.addAll(Diagnosis.of(running.get(), Instant.now()));
        } else {
            out.println("no relay answers at " + settings.relay() + "; these checks work without a relay");
            checkWithoutRelay(findings);
        }
        if (address != null) {
            findings.add(new StreamProbe(settings).probe(address));
        }
        return print(findings, out);
    }

    private void checkWithoutRelay(List<Finding> findings) {
        if (settings.get("twitch.client-id").isEmpty()) {
            findings.add(Finding.problem(
                    "twitch.client-id",
                    "is not set",
                    "register an application at https://dev.twitch.tv/console/apps and set TWITCH_CLIENT_ID"));
            return;
        }
        settings.check();
        List<String> types = types(findings);
        findings.addAll(Diagnosis.of(offlineStatus(types), Instant.now()));
    }

    /** The parts of {@code /api/status} that are known without a relay, so that {@code Diagnosis} can read them. */
    private ObjectNode offlineStatus(List<String> types) {
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
    private List<String> types(List<Finding> findings) {
        Path folder = Path.of(settings.get("relay.routes"));
        try {
            List<String> types =
                    new ArrayList<>(RouteFolder.read(folder, vocabulary).eventTypes());
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

    private static URI address(List<String> arguments) {
        String text = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--url") && i + 1 < arguments.size()) {
                text = arguments.get(++i);
            } else if (argument.startsWith("--url=")) {
                text = argument.substring("--url=".length());
            } else if (!argument.startsWith("--") || !argument.contains("=")) {
                throw new UsageException("doctor does not know '" + argument + "'");
            }
        }
        if (text == null) {
            return null;
        }
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // reported below
        }
        throw new UsageException("--url is '" + text + "', but an address begins with https:// or http://");
    }

    private static int print(List<Finding> findings, PrintStream out) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            String mark = finding.isProblem() ? "PROBLEM" : finding.level();
            out.printf(
                    "  %-8s %-" + Math.max(1, Math.min(width, 32)) + "s  %s%n",
                    mark,
                    finding.subject(),
                    finding.text());
            if (finding.remedy() != null) {
                out.printf("  %-8s to do: %s%n", "", finding.remedy());
            }
        }
        long problems = findings.stream().filter(Finding::isProblem).count();
        out.println(problems == 0 ? "all is well" : problems == 1 ? "1 problem" : problems + " problems");
        return problems == 0 ? 0 : 1;
    }
}
