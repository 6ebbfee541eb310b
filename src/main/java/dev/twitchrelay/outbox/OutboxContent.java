package dev.twitchrelay.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The messages that one sink holds, as the API shows them: the oldest 20 of each kind. Immutable. */
public record OutboxContent(SinkStatus status, List<Entry> waiting, List<Entry> dead) {
    private static final int LISTED = 20;

    /**
     * One message.
     *
     * @param trouble the kind of failure, in the words of {@link FailureKind}; null if it was not tried
     * @param reason why it is a dead letter; null while it waits
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
            } catch (MessageFolder.UnreadableException e) {
                sink.setAside(folder, sequence, e);
            } catch (IOException deliveredMeanwhile) {
                // the list does not show it
            }
        }
        return entries;
    }
}
