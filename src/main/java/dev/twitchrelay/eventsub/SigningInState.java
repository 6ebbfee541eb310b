package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.SignInRequiredException;
import java.util.concurrent.CompletionException;

/**
 * Asks whose token it is before a socket is opened: a socket that cannot be subscribed is closed after 10 s (4003), and the
 * ids and a refreshed token are better at hand before that clock runs.
 */
final class SigningInState extends SessionState {
    SigningInState(EventSubSession session, Link old) {
        super(session, old);
    }

    @Override
    String name() {
        return "signing in";
    }

    @Override
    void enter() {
        session.account()
                .whenComplete((account, failure) -> session.onLoop(() -> {
                    if (session.isIn(this)) {
                        answered(account, failure);
                    }
                }));
    }

    private void answered(Account account, Throwable failure) {
        if (failure == null) {
            session.become(new ConnectingState(session, account, old));
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String reason = String.valueOf(cause.getMessage());
        session.become(
                cause instanceof SignInRequiredException
                        ? WaitingState.longest(session, reason, old)
                        : WaitingState.next(session, "cannot ask Twitch whose token it is: " + reason, old));
    }
}
