package dev.twitchrelay.auth;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The difference between this computer's clock and Twitch's clock, by the header {@code Date} of Twitch's answers,
 * which has whole seconds. It matters because a clock that is wrong by minutes makes fresh messages look old.
 * Thread-safe.
 */
public final class ClockSkew {
    /**
     * One comparison of the clocks.
     *
     * @param seconds the lead of this computer's clock; negative when it is behind
     * @param at the time of the comparison, by this computer's clock
     */
    public record Measured(long seconds, Instant at) {}

    private final Clock clock;
    private volatile Measured latest;
    private volatile TwitchTime lastAnswer;

    /**
     * The time that an answer of Twitch named.
     *
     * @param nanos the monotonic time of its arrival
     */
    private record TwitchTime(Instant time, long nanos) {}

    public ClockSkew(Clock clock) {
        this.clock = clock;
    }

    /** The latest comparison, or null before the first. */
    public Measured latest() {
        return latest;
    }

    /**
     * Twitch's clock: the time of its last answer and the monotonic time since then, so that a jump of this computer's
     * clock does not matter. Before the first answer it is this computer's clock.
     */
    public InstantSource twitchClock() {
        return () -> {
            TwitchTime last = lastAnswer;
            return last == null ? clock.instant() : last.time().plusNanos(System.nanoTime() - last.nanos());
        };
    }

    void note(String date) {
        if (date == null) {
            return;
        }
        try {
            Instant twitch = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Instant now = clock.instant();
            // on average, half of the second of the header has passed
            long millis = Duration.between(twitch.plusMillis(500), now).toMillis();
            latest = new Measured(Math.round(millis / 1000.0), now);
            lastAnswer = new TwitchTime(twitch.plusMillis(500), System.nanoTime());
        } catch (DateTimeException notADate) {
            latest = null;
        }
    }
}
