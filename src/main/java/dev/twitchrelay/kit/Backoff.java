package dev.twitchrelay.kit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: the first delay is {@code least}, each further one is twice the one before, and none
 * is longer than {@code most}. Immutable.
 *
 * @param attempts how many failed in a row
 */
public record Backoff(Duration least, Duration most, int attempts) {
    public Backoff(Duration least, Duration most) {
        this(least, most, 0);
    }

    /** The delay before the next attempt. */
    public Duration delay() {
        return Duration.ofMillis(Math.min(most.toMillis(), least.toMillis() << Math.min(attempts, 20)));
    }

    /** Between a half of this delay and all of it, at random, so that many clients do not return together. */
    public Duration delay(RandomGenerator random) {
        long half = delay().toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** The longest delay, of which again a part is waited at random. */
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
