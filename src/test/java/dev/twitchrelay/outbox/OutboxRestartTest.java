package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.outbox.OutboxFixture.ids;
import static dev.twitchrelay.outbox.OutboxFixture.in;
import static dev.twitchrelay.outbox.OutboxFixture.numbers;
import static dev.twitchrelay.outbox.OutboxFixture.options;
import static dev.twitchrelay.outbox.OutboxFixture.starting;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed leaves to the next one. */
class OutboxRestartTest {
    private static final Duration PATIENCE = ofSeconds(30);

    @TempDir
    Path data;

    private final Recorder told = new Recorder();

    @Test
    void aNewProcessGoesOnWhereTheOldOneEnded() throws IOException {
        Outbox before = in(data);
        CountDownLatch never = new CountDownLatch(1);
        before.attach(options("lights"), batch -> never.await());
        follow(before, numbers(0, 5));
        // a kill in the middle of writing
        Files.writeString(data.resolve("outbox/lights/0000000000000001.json.tmp"), "{\"id\":");

        Outbox after = starting(data, id -> {});
        follow(after, numbers(5, 7));
        after.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 7)));
        assertThat(data.resolve("outbox/lights/0000000000000001.json.tmp")).doesNotExist();
        never.countDown();
    }

    private static void recover(Outbox outbox, int from, int to) {
        for (int number = from; number < to; number++) {
            outbox.recover(
                    "id" + number,
                    EventHeaders.of(Map.of("EventKind", "event", "EventType", "channel.follow")),
                    "{\"n\":" + number + "}");
        }
    }

    @Test
    void whatClientsWereShownWhenTheProcessWasKilledBeforeItWasKeptIsKeptByTheNextOneBeforeAnythingNew()
            throws IOException {
        Outbox before = in(data);
        before.attach(options("lights"), told);
        follow(before, numbers(0, 3));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 3)));

        Outbox after = starting(data, id -> {});
        recover(after, 3, 5);
        after.attach(options("lights"), told);
        follow(after, 5);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 6)));
    }

    @Test
    void whatWasInMemoryOnlyWhenTheProcessWasKilledIsKeptByTheNextOne() throws IOException {
        FullDisk disk = new FullDisk();
        List<String> kept = new ArrayList<>();
        Outbox before = in(data, OutboxFixture.SETTINGS, Clock.systemUTC(), new Storage(disk), kept::add);
        CountDownLatch never = new CountDownLatch(1);
        before.attach(options("lights"), batch -> never.await());
        follow(before, 0);
        disk.full = true;
        follow(before, 1, 2);

        Outbox after = starting(data, id -> {});
        assertThat(kept).containsExactly("id0");
        recover(after, 1, 3);
        after.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 3)));
        never.countDown();
    }

    @Test
    void whatWasKeptJustBeforeTheKillIsNotKeptTwice() throws IOException {
        Outbox before = in(data);
        CountDownLatch never = new CountDownLatch(1);
        before.attach(options("lights"), batch -> never.await());
        follow(before, numbers(0, 3));

        Outbox after = starting(data, id -> {});
        // the kill came before the note that the last two are kept
        recover(after, 1, 4);
        after.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 4)));
        never.countDown();
    }

    @Test
    void eventsThatComeBeforeTheRouteOfASinkReachItWhenItBegins() throws IOException {
        List<String> kept = new ArrayList<>();
        Outbox outbox = starting(data, kept::add);
        outbox.attach(options("early"), new Recorder());
        follow(outbox, 0, 1);

        outbox.attach(options("lights"), told);
        follow(outbox, 2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 3)));
        assertThat(kept)
                .as("the next process looks for them until every route has begun")
                .isEmpty();

        outbox.announce();
        assertThat(kept).containsExactly("id2");
        Recorder late = new Recorder();
        outbox.attach(options("late"), late);
        follow(outbox, 3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(late.ids()).isEqualTo(ids(3, 4)));
        assertThat(told.ids()).isEqualTo(ids(0, 4));
    }

    @Test
    void aSinkOfAnEarlierRunKeepsItsEventsWhileItsRouteIsBroken() throws IOException {
        Outbox before = in(data);
        CountDownLatch never = new CountDownLatch(1);
        before.attach(options("lights"), batch -> never.await());
        follow(before, 0);

        Outbox after = starting(data, id -> {});
        recover(after, 1, 3);
        follow(after, 3);
        after.announce();
        after.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 4)));
        never.countDown();
    }
}
