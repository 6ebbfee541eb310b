package dev.twitchrelay.outbox;

/**
 * How one sink is doing.
 *
 * @param state {@code asleep} (not set up), {@code ready}, {@code waiting} (to try again, or for its limit), {@code stopped}
 *     (until somebody looks after it) or {@code gone} (there is no route of it)
 * @param waiting messages that are still to be delivered
 * @param delivered messages since the start
 * @param retried attempts that failed and were repeated, since the start
 * @param dead messages in {@code dead-letter}
 * @param oldestSeconds age of the message that waits longest; 0 when none waits
 * @param reason why it is in this state, and what to do; null when there is nothing to say
 * @param inMemory messages and dead letters that the disk had no room for yet
 * @param lost messages that neither the disk nor memory had room for, since the start
 */
public record SinkStatus(
        String name,
        String state,
        int waiting,
        long delivered,
        long retried,
        int dead,
        long oldestSeconds,
        String reason,
        int inMemory,
        long lost) {}
