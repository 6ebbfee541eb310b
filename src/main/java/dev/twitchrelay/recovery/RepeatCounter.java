package dev.twitchrelay.recovery;

import dev.twitchrelay.kit.EveryMinute;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repeats that the relay dropped on purpose. They are counted, the latest one is named in {@code /api/status}, and
 * the log has a line at most every minute, so that a person who tests with repeated events sees why they do not appear.
 * Thread-safe.
 */
public final class RepeatCounter {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatCounter.class);

    private final Clock clock;
    private final EveryMinute line = new EveryMinute();
    private long count;
    private long unlogged;
    private String latest;

    public RepeatCounter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a dropped repeat.
     *
     * @param type the subscription type
     * @param name names the repeat within its type: an id, or a user and a time
     */
    synchronized void dropped(String type, String name) {
        count++;
        latest = type + " of " + name + " at " + clock.instant();
        if (!line.isDue()) {
            unlogged++;
            return;
        }
        LOG.info(
                "{} of {} came again under another message id and was dropped{}",
                type,
                name,
                unlogged == 0 ? "" : "; since the last line of this kind, " + unlogged + " more repeats were dropped");
        unlogged = 0;
    }

    /** The number of dropped repeats since the start. */
    synchronized long count() {
        return count;
    }

    /** The latest dropped repeat in words, or null. */
    synchronized String latest() {
        return latest;
    }
}
