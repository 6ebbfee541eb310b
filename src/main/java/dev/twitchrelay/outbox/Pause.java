package dev.twitchrelay.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which nothing is tried, by the wall clock, so that it may be kept over a restart. A clock that is set forward ends it
 * early, and so does one that is set back: by its length it cannot last so long. Immutable.
 *
 * @param length at most so much is waited, give or take a second of which clocks are corrected in passing
 */
record Pause(Instant until, Duration length) {
    static final Pause NONE = new Pause(Instant.MIN, Duration.ZERO);
    /** Until somebody ends it. */
    static final Pause ENDLESS = new Pause(Instant.MAX, Duration.between(Instant.EPOCH, Instant.MAX));

    private static final Duration CORRECTED = Duration.ofSeconds(1);

    static Pause of(Duration length, Instant now) {
        return new Pause(now.plus(length), length);
    }

    /** How much of it is left; never negative. */
    Duration left(Instant now) {
        if (!now.isBefore(until)) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, until);
        return left.compareTo(length.plus(CORRECTED)) > 0 ? Duration.ZERO : left;
    }
}
