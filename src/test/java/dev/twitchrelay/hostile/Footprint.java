package dev.twitchrelay.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the relay's process holds: resident memory and descriptors as the kernel says (Linux), direct memory as the relay's own
 * metrics say. Watches on a thread of its own; used by one other.
 */
final class Footprint implements AutoCloseable {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern DIRECT = Pattern.compile("(?m)^twitch_relay_direct_memory_bytes(?:\\{[^}]*})? (\\S+)");
    private static final long PERIOD_NANOS = 200_000_000;
    private static final int ASK_EVERY = 5;

    private final Path process;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpRequest metrics;
    private final Thread thread = new Thread(this::watch, "footprint");
    private volatile boolean closed;
    private volatile Size most = Size.NOTHING;

    Footprint(long pid, int managementPort) {
        process = Path.of("/proc/" + pid);
        metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus"))
                .timeout(Duration.ofSeconds(2))
                .build();
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * What it holds at a moment.
     *
     * @param resident bytes
     * @param direct bytes; 0 if the relay did not answer
     * @param descriptors open files and connections
     */
    record Size(long resident, long direct, int descriptors) {
        static final Size NOTHING = new Size(0, 0, 0);

        Size max(Size other) {
            return new Size(
                    Math.max(resident, other.resident),
                    Math.max(direct, other.direct),
                    Math.max(descriptors, other.descriptors));
        }
    }

    Size now() {
        return new Size(resident(), direct(), descriptors());
    }

    void beginToMeasure() {
        most = now();
    }

    /** The most since the measurement began. */
    Size most() {
        return most;
    }

    private void watch() {
        for (int turn = 0; !closed; turn++) {
            most = most.max(new Size(resident(), turn % ASK_EVERY == 0 ? direct() : 0, descriptors()));
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private long resident() {
        try {
            Matcher found = RESIDENT.matcher(Files.readString(process.resolve("status")));
            return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
        } catch (IOException itIsEnding) {
            return 0;
        }
    }

    private int descriptors() {
        String[] open = process.resolve("fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    private long direct() {
        try {
            Matcher found = DIRECT.matcher(
                    http.send(metrics, HttpResponse.BodyHandlers.ofString()).body());
            return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
        } catch (IOException noAnswer) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
