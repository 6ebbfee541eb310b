package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.time.Instant;

/**
 * The pause after failures in a row: 1 s, 2 s, 4 s and so on, at most a minute. A clock that is set back does not make
 * it longer. Immutable.
 *
 * @param failures the number of failures in a row
 * @param until the time of the next attempt; {@link Instant#MIN} before the first failure
 * @param reason the reason of the latest failure, or null
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
