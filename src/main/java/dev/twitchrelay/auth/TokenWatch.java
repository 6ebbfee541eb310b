package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Failures;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates the token at the start and every hour, as Twitch requires of every application (<a
 * href="https://dev.twitch.tv/docs/authentication/validate-tokens/">Validating Tokens</a>). It begins a sign-in when no
 * token works, and notices a change of the sign-in by another process. The wiring starts it once; afterwards it runs on
 * Vert.x threads. Thread-safe.
 */
public final class TokenWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);

    private static final long LOOK_MILLIS = 3_000;

    private final Vertx vertx;
    private final TokenProvider tokens;
    private final Accounts accounts;
    private final DeviceCodeSignIn signIn;
    private final Runnable scopesChanged;
    private final Duration interval;

    /**
     * @param scopesChanged is called on any thread when the token has more or fewer scopes than before
     * @param interval the time between validations: one hour, as Twitch requires
     */
    public TokenWatch(
            Vertx vertx,
            TokenProvider tokens,
            Accounts accounts,
            DeviceCodeSignIn signIn,
            Runnable scopesChanged,
            Duration interval) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.accounts = accounts;
        this.signIn = signIn;
        this.scopesChanged = scopesChanged;
        this.interval = interval;
    }

    /** Begins to watch. Call it once, after the start of the routes, because their scopes must be known. */
    public void start() {
        tokens.onLost(signIn::begin);
        if (tokens.problem() != null) {
            signIn.begin();
        } else {
            validate();
        }
        vertx.setPeriodic(interval.toMillis(), timer -> validate());
        vertx.setPeriodic(LOOK_MILLIS, timer -> tokens.lookAtStore());
    }

    private void validate() {
        if (tokens.problem() != null) {
            return;
        }
        Account before = accounts.current();
        Set<String> scopes = before == null ? null : before.scopes();
        accounts.resolve().whenComplete((account, failure) -> {
            if (failure != null) {
                LOG.debug("validating the token: {}", Failures.cause(failure).getMessage());
            } else if (scopes != null && !scopes.equals(account.scopes())) {
                scopesChanged.run();
            }
        });
    }
}
