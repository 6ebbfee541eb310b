package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.SETTINGS;
import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.outbox.OutboxFixture.ids;
import static dev.twitchrelay.outbox.OutboxFixture.in;
import static dev.twitchrelay.outbox.OutboxFixture.numbers;
import static dev.twitchrelay.outbox.OutboxFixture.options;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.outbox.OutboxFixture.Recorder;
import dev.twitchrelay.support.FullDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that is full, read-only or damaged does to sinks. */
class OutboxDiskTest {
    private static final Duration PATIENCE = ofSeconds(30);

    @TempDir
    Path data;

    private final FullDisk disk = new FullDisk();
    private final Storage storage = new Storage(disk);
    private final Recorder told = new Recorder();
    private final CountDownLatch open = new CountDownLatch(1);
    private Outbox outbox;

    @BeforeEach
    void start() throws IOException {
        outbox = in(data, SETTINGS, Clock.systemUTC(), storage);
    }

    @AfterEach
    void end() {
        open.countDown();
        storage.close();
    }

    private void attachClosed() {
        outbox.attach(options("lights"), batch -> {
            open.await();
            told.deliver(batch);
        });
    }

    private SinkStatus status() {
        return outbox.status("lights").orElseThrow();
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatAFullDiskDoesNotTakeIsDeliveredNevertheless() throws IOException {
        attachClosed();
        follow(outbox, 0);
        disk.full = true;
        follow(outbox, numbers(1, 50));

        assertThat(status().waiting()).isEqualTo(50);
        assertThat(status().inMemory()).isEqualTo(49);
        assertThat(storage.problems()).isNotEmpty();
        open.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 50)));
        assertThat(status().lost()).isZero();
    }

    @Test
    void whatAFullDiskDidNotTakeIsWrittenWhenThereIsRoomAgainAndSurvivesTheProcess() throws IOException {
        attachClosed();
        disk.full = true;
        follow(outbox, numbers(0, 50));
        disk.full = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(status().inMemory()).isZero();

        in(data).attach(options("lights"), told);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 50)));
    }

    @Test
    void whatNeitherDiskNorMemoryHasRoomForIsCountedAsLostAndThePublisherIsNotToBlame() throws IOException {
        attachClosed();
        disk.full = true;
        String body = "{\"data\":\"" + "x".repeat(100_000) + "\"}";
        for (int i = 0; i < 100; i++) {
            outbox.add(null, "id" + i, EventHeaders.of(Map.of("EventKind", "event")), body);
        }

        SinkStatus status = status();
        assertThat(status.lost()).isBetween(70L, 95L);
        assertThat(status.inMemory()).isEqualTo(100 - (int) status.lost());
        assertThatThrownBy(() -> outbox.add("lights", "id", EventHeaders.of(Map.of("EventKind", "event")), body))
                .as("whoever writes to this sink only has reached nobody")
                .hasMessageContaining("cannot be kept for the sink lights")
                .hasMessageContaining("make room");
    }

    @Test
    void whatIsRefusedWhileTheDiskIsFullIsADeadLetterAllTheSame() throws IOException {
        disk.full = true;
        told.fail(1, new UndeliverableException("never"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0, 1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(1, 2)));
        assertThat(outbox.contents().get(0).dead())
                .extracting(OutboxContent.Entry::id, OutboxContent.Entry::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("id0", "never"));
        disk.full = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(files("dead-letter/lights")).hasSize(1);
        assertThat(files("outbox/lights")).noneMatch(file -> file.toString().endsWith(".unreadable"));
    }

    @Test
    void whatIsDeliveredWhileTheDiskIsReadOnlyIsDeliveredOnceAndDeletedLater() throws IOException {
        attachClosed();
        follow(outbox, numbers(0, 5));
        disk.readOnly = true;
        open.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 5)));
        follow(outbox, 5);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 6)));
        disk.readOnly = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(files("outbox/lights")).isEmpty();
    }

    @Test
    void whatCameBackFromTheDeadLettersWhileTheDiskWasReadOnlyIsKeptWhenItHeals() throws IOException {
        told.fail(1, new UndeliverableException("never"));
        CountDownLatch second = new CountDownLatch(1);
        outbox.attach(options("lights"), batch -> {
            open.await();
            told.deliver(batch);
            second.await();
        });
        follow(outbox, 0, 1);
        disk.readOnly = true;
        open.countDown();
        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1")));
        assertThat(outbox.retry("lights")).contains(1);

        disk.readOnly = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(left(in(data))).containsExactly("id0", "id1");
        second.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).containsExactly("id1", "id0"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(files("outbox/lights")).isEmpty());
    }

    @Test
    void aKillWhileTheDiskIsFullLosesNoMessageThatWasOnItWhenItIsGivenUpAndNoneThatComesBack() throws IOException {
        told.fail(2, new UndeliverableException("never"));
        attachClosed();
        follow(outbox, 0, 1);
        disk.full = true;
        open.countDown();
        await().atMost(PATIENCE).until(() -> status().dead() == 2);

        assertThat(in(data).contents().get(0).dead())
                .extracting(OutboxContent.Entry::id)
                .containsExactly("id0", "id1");
        assertThat(outbox.contents().get(0).dead())
                .extracting(OutboxContent.Entry::reason)
                .as("the reason is in memory")
                .containsExactly("never", "never");

        disk.full = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(in(data).contents().get(0).dead())
                .extracting(OutboxContent.Entry::reason)
                .containsExactly("never", "never");
        outbox = in(data, SETTINGS, Clock.systemUTC(), storage);
        disk.full = true;
        outbox.retry("lights");
        assertThat(left(in(data))).containsExactly("id0", "id1");
    }

    @Test
    void whatCannotBeReadForAMomentIsNotSetAsideAndTheSinkDoesNotSpin() throws IOException {
        outbox = in(
                data,
                new OutboxSettings(
                        null,
                        2,
                        Duration.ofHours(24),
                        Duration.ofMillis(5),
                        Duration.ofMillis(300),
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        false),
                Clock.systemUTC(),
                storage);
        AtomicInteger calls = new AtomicInteger();
        outbox.attach(options("lights"), batch -> {
            calls.incrementAndGet();
            open.await();
            throw new UndeliverableException("never");
        });
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> calls.get() == 1);
        Path file = files("outbox/lights").get(0);
        Path kept = Files.move(file, data.resolve("kept"));
        // a link to itself fails in another way than a missing or damaged file
        Files.createSymbolicLink(file, file);
        follow(outbox, 1, 2, 3);
        assertThat(status().waiting()).as("none is given up, and adding ends").isEqualTo(4);
        open.countDown();
        await().pollDelay(ofSeconds(1)).atMost(PATIENCE).until(() -> calls.get() >= 2);
        assertThat(calls.get()).isLessThan(10);
        assertThat(files("outbox/lights")).noneMatch(each -> each.toString().endsWith(".unreadable"));

        Files.delete(file);
        Files.move(kept, file);
        await().atMost(PATIENCE).until(() -> status().dead() == 4);
    }

    @Test
    void whatComesBackIsTriedAlsoWhenAnotherCannotComeBack() throws IOException {
        told.fail(2, new UndeliverableException("never")).fail(1, new PeerAnswer(410, null, null));
        outbox.attach(options("lights"), told);
        follow(outbox, 0, 1, 2);
        await().atMost(PATIENCE).until(() -> status().state().equals("stopped"));
        Path second = files("dead-letter/lights").get(1);
        Files.delete(second);
        Files.createSymbolicLink(second, second);

        assertThatThrownBy(() -> outbox.retry("lights")).isInstanceOf(IOException.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).containsExactly("id0", "id2"));
    }

    /** What the next process would find waiting. */
    private static List<String> left(Outbox next) {
        return next.contents().get(0).waiting().stream()
                .map(OutboxContent.Entry::id)
                .toList();
    }

    @Test
    void aDamagedFileIsSetAsideAndTheOthersGoOn() throws IOException {
        attachClosed();
        follow(outbox, numbers(0, 6));
        List<Path> files = files("outbox/lights");
        Files.writeString(files.get(1), "{\"sequence\":");
        Files.write(files.get(2), new byte[500]);
        Files.write(files.get(3), new byte[0]);
        try (var large = java.nio.channels.FileChannel.open(files.get(4), java.nio.file.StandardOpenOption.WRITE)) {
            large.write(java.nio.ByteBuffer.allocate(1), 165_000_000);
        }
        Files.delete(files.get(5));
        Files.createDirectory(files.get(5));
        outbox = in(data, SETTINGS, Clock.systemUTC(), storage);
        follow(outbox, 6);
        outbox.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).containsExactly("id0", "id6"));
        assertThat(files("outbox/lights").stream()
                        .filter(file -> file.toString().endsWith(".unreadable")))
                .hasSize(5);
    }

    @Test
    void aDamagedDeadLetterIsInNobodysWay() throws IOException {
        told.fail(3, new UndeliverableException("never"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0, 1, 2);
        await().atMost(PATIENCE).until(() -> status().dead() == 3);
        Files.write(files("dead-letter/lights").get(1), new byte[20]);

        assertThat(outbox.contents().get(0).dead()).hasSize(2);
        assertThat(outbox.retry("lights")).contains(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).containsExactly("id0", "id2"));
    }
}
