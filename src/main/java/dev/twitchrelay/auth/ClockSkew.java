package dev.twitchrelay.auth;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * How far this computer's clock is from Twitch's, by the {@code Date} header of its answers, which has whole seconds. A clock
 * that is wrong by minutes makes good messages look old, and one that jumps makes the comparison worthless, but not Twitch's
 * time. Thread-safe.
 */
public final class ClockSkew {
    /**
     * One comparison.
     *
     * @param seconds how far this clock is ahead of Twitch's; negative when it is behind
     */
    public record Measured(long seconds, Instant at) {}

    private final Clock clock;
    private volatile Measured latest;
    private volatile Told told;

    /** @param nanos monotonic time when it came */
    private record Told(Instant time, long nanos) {}

    public ClockSkew(Clock clock) {
        this.clock = clock;
    }

    /** The latest comparison, or null before the first. */
    public Measured latest() {
        return latest;
    }

    /** Twitch's time now, whatever our clock does; our clock's before the first answer. */
    public Instant twitchTime() {
        Told last = told;
        return last == null ? clock.instant() : last.time().plusNanos(System.nanoTime() - last.nanos());
    }

    void note(String date) {
        if (date == null) {
            return;
        }
        try {
            Instant twitch = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Instant now = clock.instant();
            // the header's second has passed by half on average
            long millis = Duration.between(twitch.plusMillis(500), now).toMillis();
            latest = new Measured(Math.round(millis / 1000.0), now);
            told = new Told(twitch.plusMillis(500), System.nanoTime());
        } catch (DateTimeException notADate) {
            latest = null;
        }
    }
}
