package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Pause;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The oldest waiting messages of a sink, read from its queue, and the batch that is made of them. Only the thread of
 * the {@link SinkWorker} uses it.
 */
final class ReadAhead {
    private static final int MOST = 500;
    private static final long MOST_CHARACTERS = 4 << 20;

    private final Sink sink;
    private final SinkOptions options;
    private final Deque<OutboxMessage> messages = new ArrayDeque<>();
    private Pause gathering = Pause.NONE;
    /** So many messages are delivered one by one, to find the message that the peer refuses. */
    private int oneByOne;

    ReadAhead(Sink sink, SinkOptions options) {
        this.sink = sink;
        this.options = options;
    }

    /** Reads new messages, and forgets messages that wait no longer. Returns whether there is any message. */
    boolean fill() throws IOException {
        messages.removeIf(message -> !sink.queue.contains(message.sequence()));
        Long oldest = sink.queue.oldest();
        if (oldest != null
                && !messages.isEmpty()
                && oldest < messages.getFirst().sequence()) {
            // dead letters that came back
            messages.clear();
        }
        long last = messages.isEmpty() ? -1 : messages.getLast().sequence();
        long characters =
                messages.stream().mapToLong(message -> message.body().length()).sum();
        for (long sequence : sink.queue.after(last, MOST - messages.size())) {
            if (characters > MOST_CHARACTERS) {
                break;
            }
            try {
                OutboxMessage message = sink.queue.read(sequence);
                characters += message.body().length();
                messages.add(message);
            } catch (NoSuchFileException deletedByHand) {
                sink.queue.remove(sequence);
            } catch (MessageFolder.UnreadableException e) {
                sink.setAside(sink.queue, sequence, e);
            }
        }
        return !messages.isEmpty();
    }

    void clear() {
        messages.clear();
    }

    /** How long to hold back the next delivery, because more messages may come that fold into it. Needs a message. */
    Duration gathering() {
        String type = messages.getFirst().type();
        boolean mayGrow = messages.size() < MOST
                && messages.stream()
                        .allMatch(message ->
                                options.folds(message) && message.type().equals(type));
        return mayGrow ? gathering.left(sink.clock.instant()) : Duration.ZERO;
    }

    /** The next batch to deliver. Needs a message. */
    MessageBatch next() {
        return MessageBatch.of(oneByOne > 0 ? List.of(messages.getFirst()) : List.copyOf(messages), options);
    }

    void delivered(MessageBatch batch) {
        List<OutboxMessage> last = batch.groups().get(batch.groups().size() - 1);
        if (options.folds(last.get(0))) {
            gathering = Pause.of(options.foldWindow(), sink.clock.instant());
        }
        settled(batch.size());
    }

    /** So many messages are delivered, or given up. */
    void settled(int count) {
        oneByOne = Math.max(0, oneByOne - count);
    }

    /** The peer refuses a message of this batch. To find it, each message is sent alone. */
    void separate(MessageBatch batch) {
        oneByOne = batch.size();
    }
}
