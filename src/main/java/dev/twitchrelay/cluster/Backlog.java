package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The messages that wait to be published, oldest first. When it is full, the oldest message is dropped. Newer totals
 * replace older totals. The first message stays until the stream confirms it, because it may be on its way already. An event of
 * the cluster's sessions stays until it is published, because the route does not get it again.
 * Publishers of the hub add messages, and the thread of {@link StreamPublisher} takes them. Thread-safe.
 */
final class Backlog {
    private final int capacity;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** The first message, since it was taken. */
    private Waiting next;

    /** Whether events were dropped before the first message. */
    private boolean nextAfterHole;

    /** Whether events were dropped behind the first message, before the messages that wait. */
    private boolean hole;

    private long dropped;

    /**
     * A message that has no number yet.
     *
     * @param message has an id that is the same at every attempt
     * @param note information for the other replicas, or null
     * @param leadership the number of the leadership in which it was taken
     * @param isKept whether it waits until it is published, by this replica or by another
     * @param sent completes with the numbered message
     */
    record Waiting(
            SseMessage message, String note, long leadership, boolean isKept, CompletableFuture<SseMessage> sent) {
        Waiting(SseMessage message, String note, long leadership, boolean isKept) {
            this(message, note, leadership, isKept, new CompletableFuture<>());
        }

        boolean isBefore(long other) {
            return !isKept && leadership < other;
        }

        boolean isTotals() {
            return message.isTotals();
        }
    }

    Backlog(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    synchronized void add(Waiting message) {
        if (message.isTotals()) {
            waiting.removeIf(Waiting::isTotals);
        }
        if (size() >= capacity) {
            waiting.stream().filter(each -> !each.isKept()).findFirst().ifPresent(oldest -> {
                waiting.remove(oldest);
                hole |= !oldest.isTotals();
                dropped++;
            });
        }
        waiting.add(message);
        notifyAll();
    }

    /** Events are missing before the next message, and clients have to be told. */
    synchronized void missing() {
        hole = true;
    }

    /** Removes a message that another replica has published. */
    synchronized void withdraw(String id) {
        waiting.removeIf(each -> each.message().id().equals(id));
        if (next != null && next.message().id().equals(id)) {
            next = null;
        }
    }

    /** Takes the first message, the same until it is sent; null when there is none within the time. */
    @SuppressWarnings("WaitNotInLoop") // the caller calls again after any wake-up
    synchronized Waiting await(Duration patience) throws InterruptedException {
        if (isEmpty()) {
            wait(patience.toMillis());
        }
        if (next == null && !waiting.isEmpty()) {
            next = waiting.remove();
            nextAfterHole = hole;
            hole = false;
        }
        return next;
    }

    /**
     * Removes a message that the stream has confirmed.
     *
     * @param numbered the message as it is in the stream
     */
    synchronized void sent(Waiting message, SseMessage numbered) {
        if (message.equals(next)) {
            next = null;
        }
        message.sent().complete(numbered);
    }

    /** Removes a message. Returns false when it is not here any more. */
    synchronized boolean remove(Waiting message) {
        if (message.equals(next)) {
            next = null;
            return true;
        }
        return waiting.remove(message);
    }

    /** Drops the first message. */
    synchronized void giveUpNext() {
        hole |= nextAfterHole || (next != null && !next.isTotals());
        next = null;
        dropped++;
    }

    /** Whether events were dropped before the first message, so that clients have to be told. */
    synchronized boolean hole() {
        return nextAfterHole;
    }

    /** Removes the messages of earlier leaderships and returns their number. */
    synchronized int removeBefore(long leadership) {
        int size = size();
        waiting.removeIf(each -> each.isBefore(leadership));
        if (next != null && next.isBefore(leadership)) {
            next = null;
        }
        if (isEmpty()) {
            hole = false;
        }
        return size - size();
    }

    /** Ends the wait of {@link #await}. */
    synchronized void wake() {
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return size() == 0;
    }

    synchronized int size() {
        return waiting.size() + (next == null ? 0 : 1);
    }

    /** The number of messages that were dropped because the backlog was full or NATS did not accept them. */
    synchronized long dropped() {
        return dropped;
    }

    /** The age of the oldest message. */
    synchronized Duration age() {
        Waiting oldest = next == null ? waiting.peek() : next;
        return oldest == null
                ? Duration.ZERO
                : Duration.between(oldest.message().time(), Instant.now());
    }
}
