package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Outboxes with short pauses, and sinks whose route is a few lines of Java. */
public final class OutboxFixture {
    static final OutboxSettings SETTINGS = new OutboxSettings(
            null,
            1000,
            Duration.ofHours(24),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            false);

    private OutboxFixture() {}

    /** One in a folder of its own, without sinks. */
    public static Outbox empty() throws IOException {
        return in(Files.createTempDirectory(Files.createDirectories(Path.of("target/test-data")), "outbox"));
    }

    static Outbox in(Path data) throws IOException {
        return in(data, SETTINGS, Clock.systemUTC());
    }

    static Outbox in(Path data, OutboxSettings settings, Clock clock) throws IOException {
        return in(data, settings, clock, new Storage(Disk.REAL));
    }

    static Outbox in(Path data, OutboxSettings settings, Clock clock, Storage storage) throws IOException {
        return in(data, settings, clock, storage, id -> {});
    }

    /** Its routes are loaded. */
    static Outbox in(Path data, OutboxSettings settings, Clock clock, Storage storage, Consumer<String> keptIds)
            throws IOException {
        Outbox outbox = starting(data, settings, clock, storage, keptIds);
        outbox.announce();
        return outbox;
    }

    /** Its routes are still to be loaded. */
    static Outbox starting(Path data, Consumer<String> keptIds) throws IOException {
        return starting(data, SETTINGS, Clock.systemUTC(), new Storage(Disk.REAL), keptIds);
    }

    private static Outbox starting(
            Path data, OutboxSettings settings, Clock clock, Storage storage, Consumer<String> keptIds)
            throws IOException {
        return new Outbox(
                new OutboxSettings(
                        data,
                        settings.mostMessages(),
                        settings.longestAge(),
                        settings.firstRetry(),
                        settings.longestRetry(),
                        settings.stoppedRetry(),
                        settings.deliveryTimeout(),
                        settings.force()),
                clock,
                storage,
                failure -> false,
                keptIds);
    }

    static SinkOptions options(String sink) {
        return options(sink, 1, Set.of(), Duration.ZERO);
    }

    static SinkOptions options(String sink, int batch, Set<String> fold, Duration foldWindow) {
        return new SinkOptions(
                sink, List.of(), Set.of("event"), Set.of(), body -> true, batch, fold, foldWindow, Set.of());
    }

    static void follow(Outbox outbox, int... numbers) throws IOException {
        for (int number : numbers) {
            add(outbox, "channel.follow", number);
        }
    }

    static void add(Outbox outbox, String type, int number) throws IOException {
        outbox.add(
                null,
                "id" + number,
                EventHeaders.of(Map.of("EventKind", "event", "EventType", type)),
                "{\"type\":\"event\",\"event\":\"" + type + "\",\"data\":{\"n\":" + number + "}}");
    }

    /** The ids of the events with these numbers. */
    static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "id" + i).toList();
    }

    static int[] numbers(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    /** Writes down what arrives; throws what it is told to. */
    static final class Recorder implements Delivery {
        final BlockingQueue<MessageBatch> arrived = new LinkedBlockingQueue<>();
        private final List<Exception> failures = new ArrayList<>();

        synchronized Recorder fail(int times, Exception failure) {
            for (int i = 0; i < times; i++) {
                failures.add(failure);
            }
            return this;
        }

        @Override
        public void deliver(MessageBatch batch) throws Exception {
            synchronized (this) {
                if (!failures.isEmpty()) {
                    throw failures.remove(0);
                }
            }
            arrived.add(batch);
        }

        List<String> ids() {
            return arrived.stream()
                    .flatMap(batch -> batch.messages().stream())
                    .map(OutboxMessage::id)
                    .toList();
        }
    }
}
