package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When the next refresh is due that nobody asked for: after a pause, or a while before the token ends, which is a tenth of its
 * life and at most five minutes. Not thread-safe.
 */
final class RefreshTimer {
    private static final Duration MOST_LEAD = Duration.ofMinutes(5);
    private static final Duration LEAST_DELAY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Clock clock;
    private final Runnable due;
    private Long timer;

    /** @param due called on an event loop */
    RefreshTimer(Vertx vertx, Clock clock, Runnable due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    /** Forgets what was set before. */
    void clear() {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    /** Sets it for these tokens, which have a refresh token. */
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
        return end.minus(lead.compareTo(MOST_LEAD) > 0 ? MOST_LEAD : lead);
    }
}
