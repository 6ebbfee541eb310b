package dev.twitchrelay.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Ends the sign-in: the tokens are revoked at Twitch and forgotten here. A relay that runs on this computer is asked to do it
 * when there is an admin token; otherwise the store is changed beside it, and it notices at its next call.
 */
public final class SignOutCommand implements Command {
    private final Settings settings;

    public SignOutCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "sign-out";
    }

    @Override
    public String usage() {
        return "sign-out                 revokes the Twitch tokens and forgets them";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        for (String argument : arguments) {
            if (!argument.startsWith("--") || !argument.contains("=")) {
                throw new UsageException("sign-out does not know '" + argument + "'");
            }
        }
        RelayApi relay = RelayApi.of(settings);
        boolean running = relay.status().isPresent();
        if (running
                && !settings.get("relay.admin-token").isEmpty()
                && relay.signOut(settings.get("relay.admin-token"))) {
            out.println("signed out; the relay at " + settings.relay() + " has forgotten its tokens");
            return 0;
        }
        if (settings.get("twitch.client-id").isEmpty()) {
            out.println("twitch.client-id is not set: set TWITCH_CLIENT_ID to what the relay runs with");
            return 1;
        }
        return beside(running, out);
    }

    private int beside(boolean running, PrintStream out) {
        try (OfflineTwitch twitch = new OfflineTwitch(settings)) {
            Optional<Boolean> confirmed = twitch.signOut();
            if (confirmed.isEmpty()) {
                out.println("nobody was signed in");
                return 0;
            }
            out.println("signed out" + (running ? "; the running relay notices at its next call to Twitch" : ""));
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
