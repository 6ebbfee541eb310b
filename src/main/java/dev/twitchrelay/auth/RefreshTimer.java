package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The timer of the next refresh that no caller asks for. It fires after a retry pause, or before the token ends: a
 * tenth of the token's life before it, at most five minutes. Not thread-safe; {@link RefreshingTokenProvider} calls it
 * under its lock.
 */
final class RefreshTimer {
    private static final Duration LONGEST_LEAD = Duration.ofMinutes(5);
    private static final Duration LEAST_DELAY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Clock clock;
    private final Runnable due;
    private Long timer;

    /** @param due is called on an event loop */
    RefreshTimer(Vertx vertx, Clock clock, Runnable due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    /** Cancels the timer. */
    void clear() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    /** Sets the timer for these tokens, which must have a refresh token. */
    void set(TokenPair tokens, RetryPause pause) {
        clear();
        Instant when = pause.equals(RetryPause.NONE) ? beforeEnd(tokens.expiresAt()) : pause.until();
        if (when != null) {
            Duration delay = Duration.between(clock.instant(), when);
            timer = vertx.setTimer(Math.max(LEAST_DELAY.toMillis(), delay.toMillis() + 1), fired -> due.run());
        }
    }

    private Instant beforeEnd(Instant end) {
        if (end == null) {
            return null;
        }
        Duration lead = Duration.between(clock.instant(), end).dividedBy(10);
        return end.minus(lead.compareTo(LONGEST_LEAD) > 0 ? LONGEST_LEAD : lead);
    }
}
