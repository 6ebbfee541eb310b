package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/**
 * What waits to be published, oldest first. When there is too much, the oldest goes; totals make way for newer totals. The
 * oldest stays until it is known to be sent. Thread-safe.
 */
final class Backlog {
    private final int capacity;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long dropped;
    private boolean hole;

    /**
     * A message that has no number yet.
     *
     * @param id names it, the same at every attempt
     * @param replayable whether it matters when there is a newer one
     */
    record Waiting(String id, SseMessage message, String key, boolean replayable, CompletableFuture<SseMessage> sent) {
        Waiting(String id, SseMessage message, String key, boolean replayable) {
            this(id, message, key, replayable, new CompletableFuture<>());
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
            Iterator<Waiting> all = waiting.iterator();
            // the first may be on its way
            for (boolean first = true; all.hasNext(); first = false) {
                if (!all.next().replayable() && !first) {
                    all.remove();
                }
            }
        }
        if (waiting.size() >= capacity) {
            hole |= waiting.remove().replayable();
            dropped++;
        }
        waiting.add(message);
        notifyAll();
        return message.sent();
    }

    /** The oldest; null when there is none within the time. */
    synchronized Waiting await(Duration patience) throws InterruptedException {
        if (waiting.isEmpty()) {
            wait(patience.toMillis());
        }
        return waiting.peek();
    }

    /** The stream has it. */
    synchronized void sent(Waiting message, SseMessage numbered) {
        if (waiting.peek() == message) {
            waiting.remove();
        }
        if (message.replayable()) {
            hole = false;
        }
        message.sent().complete(numbered);
    }

    /** Whether events have been dropped before the oldest that waits, so that a client has to be told. */
    synchronized boolean hole() {
        return hole;
    }

    /** Forgets everything; tells how much that was. */
    synchronized int clear() {
        int size = waiting.size();
        waiting.clear();
        hole = false;
        return size;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Messages that could not wait any longer. */
    synchronized long dropped() {
        return dropped;
    }

    /** How long the oldest has waited. */
    synchronized Duration age() {
        Waiting oldest = waiting.peek();
        return oldest == null
                ? Duration.ZERO
                : Duration.between(oldest.message().time(), Instant.now());
    }
}
