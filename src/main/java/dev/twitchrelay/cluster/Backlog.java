package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * What waits to be published, oldest first. When there is too much, the oldest goes; totals make way for newer totals. The
 * one that is next, and may be on its way, stays until it is known to be sent. Thread-safe.
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
     * @param id names it, the same at every attempt
     * @param replayable whether it matters when there is a newer one
     * @param note what others should know when they see it, or null
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

    /** @return completes with the number, once it has one */
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

    /** The one that is next, until it is sent; null when there is none within the time. */
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
     * The stream has it.
     *
     * @param numbered as it is there
     */
    synchronized void sent(Waiting message, SseMessage numbered) {
        if (next == message) {
            next = null;
        }
        message.sent().complete(numbered);
    }

    /** Takes a message back; false when it is not here any more. */
    synchronized boolean remove(Waiting message) {
        if (next == message) {
            next = null;
            return true;
        }
        return waiting.remove(message);
    }

    /** Drops the one that is next. */
    synchronized void giveUpNext() {
        hole |= nextAfterHole || next != null && next.replayable();
        next = null;
        dropped++;
    }

    /** Whether events have been dropped before the one that is next, so that a client has to be told. */
    synchronized boolean hole() {
        return nextAfterHole;
    }

    /** Forgets everything; tells how much that was. */
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

    /** Messages that could not wait any longer. */
    synchronized long dropped() {
        return dropped;
    }

    /** How long the oldest has waited. */
    synchronized Duration age() {
        Waiting oldest = next == null ? waiting.peek() : next;
        return oldest == null
                ? Duration.ZERO
                : Duration.between(oldest.message().time(), Instant.now());
    }
}
