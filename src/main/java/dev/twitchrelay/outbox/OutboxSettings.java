package dev.twitchrelay.outbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How messages are kept and tried again.
 *
 * @param data holds {@code outbox/<sink>} and {@code dead-letter/<sink>}
 * @param mostMessages that may wait for one sink; the oldest beyond them are given up
 * @param longestAge after which a waiting message is given up
 * @param firstRetry pause after the first failure; doubled with each further one
 * @param longestRetry the longest such pause
 * @param stoppedRetry pause of a sink that a person has to look at first, unless its address is gone for good
 * @param deliveryTimeout how long one attempt may take; then it counts as failed and is repeated
 * @param force whether a message is on the disk itself, and not just with the operating system, before it counts as kept:
 *     slower, and needed only against power cuts
 */
public record OutboxSettings(
        Path data,
        int mostMessages,
        Duration longestAge,
        Duration firstRetry,
        Duration longestRetry,
        Duration stoppedRetry,
        Duration deliveryTimeout,
        boolean force) {

    Path queue(String sink) {
        return data.resolve("outbox").resolve(sink);
    }

    Path deadLetters(String sink) {
        return data.resolve("dead-letter").resolve(sink);
    }

    /** The pause after so many failures in a row, 1 or more. */
    Duration pause(int failures) {
        Duration pause = firstRetry.multipliedBy(1L << Math.min(20, failures - 1));
        return pause.compareTo(longestRetry) > 0 ? longestRetry : pause;
    }
}
