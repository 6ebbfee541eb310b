package dev.twitchrelay.cli;

import dev.twitchrelay.auth.TokenStore;
import dev.twitchrelay.kit.Failures;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code sign-out}: revokes the tokens at Twitch and deletes them here. With an admin token a running relay is asked to
 * do it; otherwise the command changes the store, and a running relay notices it within seconds.
 */
public final class SignOutCommand extends Command {
    public SignOutCommand(Settings settings) {
        super("sign-out", "sign-out                 revokes the Twitch tokens and forgets them", settings);
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        for (String argument : arguments) {
            if (!argument.startsWith("--") || !argument.contains("=")) {
                throw new UsageException("sign-out does not know '" + argument + "'");
            }
        }
        RelayApi relay = new RelayApi(settings);
        boolean running = relay.status().isPresent();
        if (running && !settings.get("relay.admin-token").isEmpty() && relay.signOut()) {
            out.println("signed out; the relay at " + settings.relay() + " has forgotten its tokens");
            return 0;
        }
        // the stored sign-in has the client id, so the folder suffices without settings
        String clientId = settings.get("twitch.client-id").isEmpty()
                ? TokenStore.clientIdIn(Path.of(settings.get("relay.data")))
                : settings.get("twitch.client-id");
        if (clientId.isEmpty()) {
            out.println("nobody is signed in according to the folder relay.data ("
                    + Path.of(settings.get("relay.data")).toAbsolutePath()
                    + "): run the command where the relay's folder is, or set RELAY_DATA to that folder");
            return 1;
        }
        return signOutInStore(clientId, running, out);
    }

    private int signOutInStore(String clientId, boolean running, PrintStream out) {
        try (OfflineTwitch twitch = new OfflineTwitch(settings, clientId)) {
            Optional<Boolean> confirmed = twitch.signOut();
            if (confirmed.isEmpty()) {
                out.println("nobody was signed in");
                return 0;
            }
            out.println("signed out" + (running ? "; the running relay notices within seconds" : ""));
            if (confirmed.get()) {
                return 0;
            }
            out.println(
                    "Twitch did not confirm: disconnect the application at https://www.twitch.tv/settings/connections");
            return 1;
        } catch (RuntimeException e) {
            out.println("cannot sign out: " + Failures.text(e));
            return 1;
        }
    }
}
