package dev.twitchrelay.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks five times a second whether the relay lives, as a supervisor does: each time on a connection of its own. */
final class Liveness implements AutoCloseable {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** As k8s/base/deployment.yaml says: what takes longer counts as no answer. */
    private static final int PATIENCE_MILLIS = 5_000;

    private static final byte[] QUESTION =
            "GET /actuator/health/liveness HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final Thread thread = new Thread(this::ask, "liveness");
    private volatile boolean closed;
    private volatile long asked;
    private volatile long worstNanos;
    private volatile int failures;

    Liveness(int managementPort) {
        port = managementPort;
        thread.setDaemon(true);
        thread.start();
    }

    /** What answers took. */
    record Answers(long worstMillis, int failures) {}

    void beginToMeasure() {
        worstNanos = 0;
        failures = 0;
    }

    /** Since the measurement began, the question included that waits for its answer now: returns when it has it. */
    Answers answers() {
        long pending = asked;
        while (pending != 0 && asked == pending && !closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return new Answers(TimeUnit.NANOSECONDS.toMillis(worstNanos), failures);
    }

    private void ask() {
        while (!closed) {
            long began = System.nanoTime();
            asked = began;
            if (!isLive()) {
                failures++;
            }
            long took = System.nanoTime() - began;
            worstNanos = Math.max(worstNanos, took);
            asked = 0;
            LockSupport.parkNanos(PERIOD_NANOS - took);
        }
    }

    private boolean isLive() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.getOutputStream().write(QUESTION);
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return head.equals("HTTP/1.1 200");
        } catch (IOException noAnswer) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
