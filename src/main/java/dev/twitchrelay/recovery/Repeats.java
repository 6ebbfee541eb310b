package dev.twitchrelay.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is dropped on purpose because it has been told already, so that whoever tries it out sees that it is a choice: counted,
 * the latest named in {@code /api/status}, and a line in the log at most every minute. Thread-safe.
 */
public final class Repeats {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final Duration PACE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant loggedAt;
    private long count;
    private long unsaid;
    private String latest;

    public Repeats(Clock clock) {
        this.clock = clock;
    }

    /**
     * One was dropped.
     *
     * @param type the subscription type
     * @param what names it within its type: an id, or a user and a time
     */
    synchronized void dropped(String type, String what) {
        count++;
        Instant now = clock.instant();
        latest = type + " of " + what + " at " + now;
        if (loggedAt != null && Duration.between(loggedAt, now).abs().compareTo(PACE) < 0) {
            unsaid++;
            return;
        }
        loggedAt = now;
        LOG.info(
                "{} of {} came again under another message id and is not told twice{}",
                type,
                what,
                unsaid == 0 ? "" : "; " + unsaid + " more were dropped since the last such line");
        unsaid = 0;
    }

    /** How many since the start. */
    synchronized long count() {
        return count;
    }

    /** The latest one, in words, or null. */
    synchronized String latest() {
        return latest;
    }
}
