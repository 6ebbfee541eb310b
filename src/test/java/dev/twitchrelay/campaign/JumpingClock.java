package dev.twitchrelay.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The computer's clock, which somebody sets now and then. Thread-safe. */
final class JumpingClock extends Clock {
    private volatile Duration wrong = Duration.ZERO;

    /** From now on it is wrong by so much; negative is late. */
    void set(Duration wrongBy) {
        wrong = wrongBy;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(wrong);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the relay knows no zones");
    }
}
