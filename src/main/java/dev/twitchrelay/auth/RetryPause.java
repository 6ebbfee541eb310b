package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.time.Instant;

/**
 * How long to leave Twitch alone after failures in a row: 1 s, 2 s, 4 s, at most a minute, also when the clock is set back
 * meanwhile. Immutable.
 *
 * @param until when the next attempt is due; {@link Instant#MIN} while nothing failed
 * @param reason of the latest failure, or null
 */
record RetryPause(int failures, Instant until, String reason) {
    static final RetryPause NONE = new RetryPause(0, Instant.MIN, null);

    private static final Duration MOST = Duration.ofMinutes(1);

    RetryPause failed(String why, Instant now) {
        Duration pause = new Backoff(Duration.ofSeconds(1), MOST, failures).delay();
        return new RetryPause(failures + 1, now.plus(pause), why);
    }

    boolean lasts(Instant now) {
        return now.isBefore(until) && !now.plus(MOST).isBefore(until);
    }
}
