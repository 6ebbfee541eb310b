package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.SignInRequiredException;
import java.util.concurrent.CompletionException;

/**
 * The session asks Twitch for the account of the token before it opens a socket. It asks first because Twitch closes a
 * socket without subscriptions after 10 s (4003), and a refresh of the token could take longer.
 */
final class SigningInState extends SessionState {
    SigningInState(EventSubSession session, SessionSocket old) {
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
                        : WaitingState.next(session, "cannot ask Twitch for the account of the token: " + reason, old));
    }
}
