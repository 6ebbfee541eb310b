package dev.twitchrelay.outbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a lane has read of its sink's queue, oldest first, and the batch that it makes of it. Guarded by the lane's lock. */
final class ReadAhead {
    private static final int MOST = 500;

    private final Sink sink;
    private final SinkOptions options;
    private final Deque<OutboxMessage> messages = new ArrayDeque<>();
    private Pause gathering = Pause.NONE;
    /** So many messages are delivered one by one, to find the one that its peer refuses. */
    private int oneByOne;

    ReadAhead(Sink sink, SinkOptions options) {
        this.sink = sink;
        this.options = options;
    }

    /** Reads what came, forgets what went. Returns whether there is anything. */
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
        for (long sequence : sink.queue.after(last, MOST - messages.size())) {
            try {
                messages.add(sink.queue.read(sequence));
            } catch (NoSuchFileException deletedByHand) {
                sink.queue.remove(sequence);
            } catch (IOException e) {
                sink.giveUp(sequence, "unreadable", null);
            }
        }
        return !messages.isEmpty();
    }

    void clear() {
        messages.clear();
    }

    /** How long the next delivery is held back, because more may come that folds into it; there has to be something. */
    Duration gathering() {
        return isOneOpenRun() ? gathering.left(sink.clock.instant()) : Duration.ZERO;
    }

    /** Whether all that waits is of one type that folds, so that the next one may still join it. */
    private boolean isOneOpenRun() {
        String type = messages.getFirst().type();
        return messages.size() < MOST
                && messages.stream()
                        .allMatch(message ->
                                options.folds(message) && message.type().equals(type));
    }

    /** What is to be delivered next; there has to be something. */
    Batch next() {
        return oneByOne > 0 ? Batch.single(messages.getFirst(), options) : Batch.of(List.copyOf(messages), options);
    }

    void delivered(Batch batch) {
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

    /** One message of these is refused; which one is found by sending each alone. */
    void separate(Batch batch) {
        oneByOne = batch.size();
    }
}
