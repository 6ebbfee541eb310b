package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The messages that wait to be published, oldest first. When it is full, the oldest message is dropped; newer totals
 * replace older totals. The first message stays until the stream confirms it, because it may already be on its way. The
 * hub's thread adds messages and the publisher's thread takes them. Thread-safe.
 */
final class Backlog {
    private final int capacity;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Waiting next;
    private boolean nextAfterHole;
    private boolean hole;
    private long dropped;

    /**
     * A message that has no number yet.
     *
     * @param id the message's id, the same at every attempt
     * @param key the publisher's own id of the message, or null
     * @param replayable whether a client that missed the message needs it; newer totals replace older totals
     * @param note information for the other replicas, or null
     * @param sent completes with the numbered message
     */
    record Waiting(String id, SseMessage message, boolean replayable, String note, CompletableFuture<SseMessage> sent) {
        Waiting(String id, SseMessage message, boolean replayable, String note) {
            this(id, message, replayable, note, new CompletableFuture<>());
        }
    }

    Backlog(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    /**
     * Adds a message.
     *
     * @return completes with the numbered message when the stream has it
     */
    synchronized CompletableFuture<SseMessage> add(Waiting message) {
        if (!message.replayable()) {
            waiting.removeIf(each -> !each.replayable());
        }
        if (size() >= capacity && !waiting.isEmpty()) {
            hole |= waiting.remove().replayable();
            dropped++;
        }
        waiting.add(message);
        notifyAll();
        return message.sent();
    }

    /** The first message, the same until it is sent; null when there is none within the time. */
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
        hole |= nextAfterHole || (next != null && next.replayable());
        next = null;
        dropped++;
    }

    /** Whether events were dropped before the first message, so that clients have to be told. */
    synchronized boolean hole() {
        return nextAfterHole;
    }

    /** Removes all messages and returns their number. */
    synchronized int clear() {
        int size = size();
        waiting.clear();
        next = null;
        hole = false;
        return size;
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
