package dev.twitchrelay.outbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings {@code outbox.*}.
 *
 * @param data the folder with {@code outbox/<sink>} and {@code dead-letter/<sink>}
 * @param mostMessages how many messages may wait for one sink; when more wait, the oldest are given up
 * @param longestAge a message that waits longer is given up
 * @param firstRetry the pause after the first failure; each further failure doubles it
 * @param longestRetry the longest such pause
 * @param stoppedRetry the pause of a stopped sink, unless its address is gone for good
 * @param deliveryTimeout how long one attempt may take; a longer attempt counts as failed and is repeated
 * @param force whether a message counts as kept only when the disk itself has it, and not only the operating system.
 *     This is slower, and helps only against power cuts
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
}
