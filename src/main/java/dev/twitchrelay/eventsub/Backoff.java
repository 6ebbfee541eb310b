package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt:
 *
 * <ul>
 *   <li>the first delay is {@code least}, each further one twice the one before, never more than {@code most};
 *   <li>of which between a half and all is waited, at random, so that many clients do not return together.
 * </ul>
 *
 * Immutable.
 */
record Backoff(Duration least, Duration most, int attempts) {
    Backoff(Duration least, Duration most) {
        this(least, most, 0);
    }

    /** The delay before the next attempt. */
    Duration delay(RandomGenerator random) {
        long ceiling = Math.min(most.toMillis(), least.toMillis() << Math.min(attempts, 20));
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    /** The longest delay. */
    Duration longest(RandomGenerator random) {
        return new Backoff(most, most).delay(random);
    }

    /** The backoff after one more failure. */
    Backoff failed() {
        return new Backoff(least, most, attempts + 1);
    }

    /** The backoff after success. */
    Backoff reset() {
        return new Backoff(least, most);
    }
}
