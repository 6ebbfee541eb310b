package dev.twitchrelay.outbox;

/**
 * How one sink is doing.
 *
 * @param state {@code asleep} (not set up), {@code ready}, {@code waiting} (to try again, or for its limit), {@code failing} (the
 *     latest message that it tried is a dead letter), {@code stopped} (until somebody looks after it) or {@code gone} (there is
 *     no route of it)
 * @param waiting messages that are still to be delivered
 * @param delivered messages since the start
 * @param retried attempts that failed and were repeated, since the start
 * @param dead messages in {@code dead-letter}
 * @param oldestSeconds age of the message that waits longest; 0 when none waits
 * @param trouble what is in the way, in the words of {@link Failure}; null when nothing is
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
        String trouble,
        String reason,
        int inMemory,
        long lost) {

    /** Whether somebody has to look after it. */
    public boolean isInTrouble() {
        return state.equals("stopped") || state.equals("failing");
    }
}
