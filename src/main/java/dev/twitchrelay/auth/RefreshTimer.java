package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Backoff;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The timer of the next refresh that no caller asks for. It fires after a retry pause, or before the token ends: a
 * tenth of the time that the token still has, at most five minutes before its end. Not thread-safe; {@link TokenProvider} calls it
 * under its lock.
 */
final class RefreshTimer {
    private static final Duration LONGEST_LEAD = Duration.ofMinutes(5);
    private static final Duration LEAST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * The pause after failures in a row: 1 s, 2 s, 4 s and so on, at most a minute. A clock that is set back does not
     * make it longer. Immutable.
     *
     * @param next the length of the next pause
     * @param until the time of the next attempt; {@link Instant#MIN} before the first failure
     * @param reason the reason of the latest failure, or null
     */
    record Retry(Backoff next, Instant until, String reason) {
        static final Retry NONE = new Retry(new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE), Instant.MIN, null);

        Retry failed(String why, Instant now) {
            return new Retry(next.failed(), now.plus(next.delay()), why);
        }

        boolean lasts(Instant now) {
            return now.isBefore(until) && !now.plus(LONGEST_PAUSE).isBefore(until);
        }
    }

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

    /** Sets the timer for these tokens. Without tokens or without a refresh token it never fires. */
    void set(TokenPair tokens, Retry pause) {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
        if (tokens == null || tokens.refresh() == null) {
            return;
        }
        Instant when = pause.equals(Retry.NONE) ? beforeEnd(tokens.expiresAt()) : pause.until();
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
