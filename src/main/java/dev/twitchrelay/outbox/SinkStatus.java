package dev.twitchrelay.outbox;

/**
 * The status of one sink, as the API shows it.
 *
 * @param state {@code asleep} (not set up), {@code ready}, {@code waiting} (to try again, or for its limit), {@code
 *     failing} (the latest message that it tried is a dead letter), {@code stopped} (until somebody looks after it) or
 *     {@code gone} (it has no route)
 * @param waiting messages that are still to be delivered
 * @param delivered messages since the start
 * @param retried attempts that failed and were repeated, since the start
 * @param dead messages in {@code dead-letter}
 * @param oldestSeconds age of the message that waits longest; 0 when none waits
 * @param trouble the trouble of the sink, in the words of {@link FailureKind}, or null
 * @param reason why the sink is in this state, and what to do, or null
 * @param inMemory messages and dead letters that are in memory only, because the disk has no room for them
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

    /** Whether somebody has to look after the sink. */
    public boolean isInTrouble() {
        return state.equals("stopped") || state.equals("failing");
    }
}
