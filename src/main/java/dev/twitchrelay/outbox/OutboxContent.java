package dev.twitchrelay.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What one sink holds, as shown to people: the oldest 20 of each kind. Immutable. */
public record OutboxContent(SinkStatus status, List<Entry> waiting, List<Entry> dead) {
    private static final int LISTED = 20;

    /**
     * One message.
     *
     * @param trouble what kind of failure that was, in the words of {@link Failure}; null for others
     * @param reason why it is dead; null while it waits
     */
    public record Entry(long sequence, String id, String type, String time, String trouble, String reason) {}

    static OutboxContent of(Sink sink) {
        return new OutboxContent(sink.status(), entries(sink, sink.queue), entries(sink, sink.deadLetters));
    }

    private static List<Entry> entries(Sink sink, MessageFolder folder) {
        List<Entry> entries = new ArrayList<>();
        for (long sequence : folder.after(-1, LISTED)) {
            String time = OutboxMessage.time(sequence).toString();
            try {
                OutboxMessage message = folder.read(sequence);
                entries.add(new Entry(
                        sequence,
                        message.id(),
                        message.isStats() ? "stats" : message.type(),
                        time,
                        message.failure() == null ? null : message.failure().words(),
                        message.reason()));
            } catch (MessageFolder.Unreadable e) {
                sink.setAside(folder, sequence, e);
            } catch (IOException deliveredMeanwhile) {
                // the next look will not show it
            }
        }
        return entries;
    }
}
