package dev.twitchrelay.kit;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which nothing is tried. It counts by the wall clock, because it has to outlive a restart. If somebody sets
 * the clock forward or back, the pause ends early: more time can never be left than its length. Immutable.
 *
 * @param length the longest wait; a second more is allowed, because computers correct their clocks all the time
 */
public record Pause(Instant until, Duration length) {
    /** Is over. */
    public static final Pause NONE = new Pause(Instant.MIN, Duration.ZERO);
    /** Lasts until somebody ends it. */
    public static final Pause ENDLESS = new Pause(Instant.MAX, Duration.between(Instant.EPOCH, Instant.MAX));

    private static final Duration CORRECTION = Duration.ofSeconds(1);

    /** Begins now. */
    public static Pause of(Duration length, Instant now) {
        return new Pause(now.plus(length), length);
    }

    /** How much of it is left; never negative. */
    public Duration left(Instant now) {
        if (!now.isBefore(until)) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, until);
        return left.compareTo(length.plus(CORRECTION)) > 0 ? Duration.ZERO : left;
    }
}
