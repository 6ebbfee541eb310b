package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the reports of this replica's session, in order and each once. Reports wait while NATS is away. When too many wait, the
 * oldest are dropped, and their place says so. All that wait go in one message, as far as it has room. A message that is not
 * confirmed is sent again with the same id. Thread-safe.
 */
final class IngressSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngressSender.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(100);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    /** A message is not larger, unless one report is. */
    private static final long MOST_BYTES = 256 * 1024;

    private final NatsStream ingress;
    private final String self;
    private final int capacity;
    private final Thread thread = Daemons.thread(this::run, "ingress-sender");
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean hasHole;
    private volatile int onItsWay;
    private volatile long dropped;
    private volatile boolean closed;

    /**
     * @param self the name of this replica, as a part of a subject
     * @param capacity the number of reports that wait
     */
    IngressSender(NatsStream ingress, String self, int capacity) {
        this.ingress = ingress;
        this.self = self;
        this.capacity = capacity;
    }

    void start() {
        thread.start();
    }

    /** @param report one line. Returns at once */
    synchronized void send(String report) {
        if (waiting.size() >= capacity) {
            waiting.removeFirst();
            drop(1);
        }
        waiting.addLast(report.getBytes(StandardCharsets.UTF_8));
        notifyAll();
    }

    private synchronized void drop(int reports) {
        if (!hasHole) {
            LOG.warn("what the session receives is dropped, because more than {} reports wait for NATS", capacity);
        }
        hasHole = true;
        dropped += reports;
    }

    /** The number of reports that wait to be sent. */
    synchronized int size() {
        return waiting.size() + onItsWay;
    }

    /** The number of reports that were dropped. */
    long dropped() {
        return dropped;
    }

    private void run() {
        for (long number = 1; !closed; number++) {
            try {
                byte[] message = next();
                sendUntilConfirmed(message, self + ":" + number);
            } catch (InterruptedException e) {
                return;
            }
            onItsWay = 0;
        }
    }

    /** The waiting reports that have room in one message, at least one. */
    private synchronized byte[] next() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        long room = Math.min(MOST_BYTES, ingress.largestMessage() / 2);
        StringBuilder lines = new StringBuilder(hasHole ? Ingress.MISSING + "\n" : "");
        hasHole = false;
        int taken = 0;
        do {
            byte[] report = waiting.removeFirst();
            room -= report.length;
            lines.append(new String(report, StandardCharsets.UTF_8)).append('\n');
            taken++;
        } while (!waiting.isEmpty() && waiting.peekFirst().length <= room);
        onItsWay = taken;
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void sendUntilConfirmed(byte[] message, String id) throws InterruptedException {
        while (!closed) {
            try {
                if (ingress.isConnected()) {
                    ingress.publishReports(self, message, id);
                    return;
                }
            } catch (IllegalArgumentException e) {
                LOG.error(
                        "{} reports are dropped, because NATS does not accept them: {}. The setting max_payload of NATS must be"
                                + " at least 300 kB",
                        onItsWay,
                        e.getMessage());
                drop(onItsWay);
                return;
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                LOG.debug("the reports of the session wait for NATS", e);
            }
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Waits until all reports have been sent, for at most five seconds, and ends. */
    @Override
    public void close() {
        long end = System.nanoTime() + LONGEST_END.toNanos();
        while (size() > 0 && thread.isAlive() && ingress.isConnected() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        closed = true;
        thread.interrupt();
    }
}
