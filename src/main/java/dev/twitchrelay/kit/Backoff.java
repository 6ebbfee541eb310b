package dev.twitchrelay.kit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The delay before the next attempt. The first delay is {@code least}, each further delay is twice the delay before,
 * and no delay is longer than {@code most}. Immutable.
 *
 * @param attempts the number of failures in a row
 */
public record Backoff(Duration least, Duration most, int attempts) {
    public Backoff(Duration least, Duration most) {
        this(least, most, 0);
    }

    /** The delay before the next attempt. */
    public Duration delay() {
        return Duration.ofMillis(Math.min(most.toMillis(), least.toMillis() << Math.min(attempts, 20)));
    }

    /** A random delay between a half and all of this delay, so that many clients do not return at the same time. */
    public Duration delay(RandomGenerator random) {
        long half = delay().toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** A random delay between a half and all of the longest delay. */
    public Duration longest(RandomGenerator random) {
        return new Backoff(most, most).delay(random);
    }

    /** The backoff after one more failure. */
    public Backoff failed() {
        return new Backoff(least, most, attempts + 1);
    }

    /** The backoff after success. */
    public Backoff reset() {
        return new Backoff(least, most);
    }
}
