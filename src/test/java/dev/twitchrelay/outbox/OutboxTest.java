package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.SETTINGS;
import static dev.twitchrelay.outbox.OutboxFixture.add;
import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.outbox.OutboxFixture.ids;
import static dev.twitchrelay.outbox.OutboxFixture.in;
import static dev.twitchrelay.outbox.OutboxFixture.numbers;
import static dev.twitchrelay.outbox.OutboxFixture.options;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.outbox.OutboxFixture.Recorder;
import dev.twitchrelay.support.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final Duration PATIENCE = ofSeconds(30);

    @TempDir
    Path data;

    private final Recorder told = new Recorder();

    private SinkStatus status(Outbox outbox) {
        return outbox.status("lights").orElseThrow();
    }

    @Test
    void whatWasKeptIsDeliveredInOrderAndThenForgotten() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), told);

        follow(outbox, numbers(0, 50));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 50)));
        await().atMost(PATIENCE).until(() -> status(outbox).delivered() == 50);
        assertThat(status(outbox).waiting()).isZero();
        try (Stream<Path> left = Files.list(data.resolve("outbox/lights"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFailureKeepsTheOrderAndHoldsUpNoOtherSink() throws IOException {
        Outbox outbox = in(data);
        Recorder other = new Recorder();
        told.fail(5, new IOException("away"));
        outbox.attach(options("lights"), told);
        outbox.attach(options("sound"), other);

        follow(outbox, numbers(0, 10));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(other.ids()).isEqualTo(ids(0, 10)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 10)));
        assertThat(status(outbox).retried()).isEqualTo(5);
    }

    @Test
    void whatIsRefusedForGoodIsFoundInABatchAndSetAsideAlone() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights", 10, Set.of("channel.follow"), Duration.ZERO), batch -> {
            if (batch.messages().stream().anyMatch(message -> message.id().equals("id3"))) {
                throw new PeerAnswer(400, null, "{\"message\":\"Invalid Form Body\",\"code\":50035}");
            }
            told.deliver(batch);
        });
        follow(outbox, numbers(0, 6));

        await().atMost(PATIENCE)
                .until(() -> status(outbox).dead() == 1 && status(outbox).waiting() == 0);
        assertThat(told.ids()).isEqualTo(List.of("id0", "id1", "id2", "id4", "id5"));
        assertThat(outbox.contents().get(0).dead()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("id3");
            assertThat(entry.reason()).isEqualTo("answered 400: Invalid Form Body (50035)");
        });
    }

    @Test
    void deadLettersComeBackInTheirOldPlaceAndUnderTheirOldId() throws IOException {
        Outbox outbox = in(data);
        told.fail(1, new UndeliverableException("not today"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0, 1);
        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1")));

        assertThat(outbox.retry("lights")).contains(1);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1", "id0")));
        assertThat(outbox.retry("nosuch")).isEmpty();
        assertThat(outbox.drop("lights", false)).contains(0);
    }

    @Test
    void anAddressThatIsGoneIsCalledOnceAndTheMessagesAreKept() throws IOException {
        Outbox outbox = in(data);
        told.fail(1, new PeerAnswer(404, null, "{\"message\":\"Unknown Webhook\",\"code\":10015}"));
        outbox.attach(options("lights"), told);

        follow(outbox, numbers(0, 3));

        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("stopped"));
        assertThat(status(outbox).reason())
                .isEqualTo("answered 404: Unknown Webhook (10015): check its settings sinks.lights.*, then: outbox"
                        + " retry lights");
        follow(outbox, 3);
        assertThat(status(outbox).waiting()).isEqualTo(4);
        assertThat(status(outbox).retried()).isEqualTo(1);
        assertThat(told.arrived).isEmpty();

        outbox.retry("lights");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 4)));
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("ready"));
    }

    @Test
    void aLimitIsKeptAlsoByTheNextProcess() throws IOException {
        ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
        Outbox outbox = in(data, SETTINGS, clock);
        told.fail(1, new PeerAnswer(429, null, "{\"retry_after\":64.57,\"global\":false}"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> !outbox.limit("lights").waitTime().isZero());

        CallLimit next = in(data, SETTINGS, clock).limit("lights");

        assertThat(next.waitTime()).isBetween(ofMillis(64_570), ofMillis(64_700));
        assertThat(status(outbox).state()).isEqualTo("waiting");
    }

    @Test
    void aClockThatIsSetBackProlongsNoPause() throws IOException {
        ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
        Outbox outbox = in(
                data,
                new OutboxSettings(
                        null,
                        10,
                        SETTINGS.longestAge(),
                        ofSeconds(10),
                        ofSeconds(10),
                        ofSeconds(10),
                        SETTINGS.deliveryTimeout(),
                        false),
                clock);
        told.fail(1, new IOException("reset"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("waiting"));

        clock.advance(Duration.ofHours(-5));
        follow(outbox, 1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 2)));
    }

    @Test
    void theOldestAreGivenUpWhenTooManyWait() throws IOException {
        OutboxSettings small = new OutboxSettings(
                null,
                3,
                SETTINGS.longestAge(),
                ofSeconds(100),
                ofSeconds(100),
                ofSeconds(100),
                SETTINGS.deliveryTimeout(),
                false);
        Outbox outbox = in(data, small, java.time.Clock.systemUTC());
        told.fail(100, new IOException("away"));
        outbox.attach(options("lights"), told);

        follow(outbox, numbers(0, 5));

        assertThat(status(outbox).waiting()).isEqualTo(3);
        assertThat(status(outbox).dead()).isEqualTo(2);
        assertThat(outbox.givenUp("lights")).isEqualTo(2);
        assertThat(outbox.contents().get(0).dead())
                .extracting(OutboxContent.Entry::reason)
                .containsOnly("more than 3 messages waited");
    }

    @Test
    void whatWaitedTooLongIsGivenUp() throws IOException {
        ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
        Outbox outbox = in(data, SETTINGS, clock);
        told.fail(1, new IOException("away"));
        outbox.attach(options("lights"), told);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("waiting"));
        assertThat(status(outbox).oldestSeconds()).isZero();

        clock.advance(Duration.ofHours(25));
        assertThat(status(outbox).oldestSeconds()).isEqualTo(90_000);
        follow(outbox, 1);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1")));
        assertThat(status(outbox).dead()).isEqualTo(1);
    }

    @Test
    void aRouteThatIsExchangedMissesNothing() throws IOException {
        Outbox outbox = in(data);
        SinkWorker first = outbox.attach(options("lights"), told);
        follow(outbox, numbers(0, 3));
        await().atMost(PATIENCE).until(() -> told.arrived.size() == 3);

        outbox.detach("lights", first);
        follow(outbox, numbers(3, 6));
        assertThat(told.arrived).hasSize(3);
        outbox.attach(options("lights"), told);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told.ids()).isEqualTo(ids(0, 6)));
    }

    @Test
    void aSinkWhoseRouteIsDeletedStopsCollectingAndKeepsWhatItHas() throws IOException {
        ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
        Outbox outbox = in(data, SETTINGS, clock);
        SinkWorker worker = outbox.attach(options("lights"), told);
        outbox.detach("lights", worker);
        follow(outbox, 0);

        clock.advance(ofSeconds(31));
        follow(outbox, 1);

        assertThat(status(outbox).waiting()).isEqualTo(1);
        assertThat(status(outbox).state()).isEqualTo("gone");
    }

    @Test
    void followersThatComeInARowBecomeOneMessageAndNobodyIsForgotten() throws Exception {
        Outbox outbox = in(data);
        outbox.attach(options("lights", 10, Set.of("channel.follow"), Duration.ofHours(1)), told);

        // a raid ends a row, so that nobody waits for the hour
        follow(outbox, numbers(0, 100));
        add(outbox, "channel.raid", 100);
        follow(outbox, numbers(101, 103));
        add(outbox, "channel.raid", 103);

        await().atMost(PATIENCE).until(() -> status(outbox).delivered() == 104);
        assertThat(told.ids()).isEqualTo(ids(0, 104));
        assertThat(told.arrived.size()).isLessThanOrEqualTo(6);
        MessageBatch large = told.arrived.stream()
                .filter(batch -> batch.size() >= 50)
                .findFirst()
                .orElseThrow();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(large.body(json)).get(0).path("folded").asInt())
                .isGreaterThanOrEqualTo(50);
    }

    @Test
    void ofTotalsThatWaitOnlyTheNewestIsDelivered() throws IOException {
        Outbox outbox = in(data);
        SinkOptions both = new SinkOptions(
                "lights",
                List.of(),
                Set.of("event", "stats"),
                Set.of(),
                body -> true,
                1,
                Set.of(),
                Duration.ZERO,
                Set.of());
        SinkWorker worker = outbox.attach(both, told);
        outbox.detach("lights", worker);
        for (int i = 0; i < 5; i++) {
            outbox.add(null, "stats" + i, EventHeaders.of(Map.of("EventKind", "stats")), "{\"n\":" + i + "}");
        }
        follow(outbox, 5);

        outbox.attach(both, told);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("stats4", "id5")));
    }

    @Test
    void aSinkThatComesLaterIsToldTheTotals() throws IOException {
        Outbox outbox = in(data);
        outbox.add(null, "stats7", EventHeaders.of(Map.of("EventKind", "stats")), "{}");

        outbox.attach(
                new SinkOptions(
                        "lights",
                        List.of(),
                        Set.of("stats"),
                        Set.of(),
                        body -> true,
                        1,
                        Set.of(),
                        Duration.ZERO,
                        Set.of()),
                told);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("stats7")));
    }

    @Test
    void aFileThatNobodyCanReadHoldsNothingUp() throws IOException {
        Outbox outbox = in(data);
        SinkWorker worker = outbox.attach(options("lights"), told);
        outbox.detach("lights", worker);
        follow(outbox, numbers(0, 3));
        try (Stream<Path> files = Files.list(data.resolve("outbox/lights"))) {
            Files.writeString(files.sorted().findFirst().orElseThrow(), "");
        }

        outbox.attach(options("lights"), told);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1", "id2")));
        assertThat(status(outbox).waiting()).isZero();
    }

    @Test
    void aSinkThatIsNotSetUpKeepsNothing() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(
                new SinkOptions(
                        "lights",
                        List.of("sinks.lights.url"),
                        Set.of("event"),
                        Set.of(),
                        body -> true,
                        1,
                        Set.of(),
                        Duration.ZERO,
                        Set.of("user:write:chat")),
                told);

        follow(outbox, 0);

        assertThat(status(outbox))
                .isEqualTo(new SinkStatus("lights", "asleep", 0, 0, 0, 0, 0, null, "set sinks.lights.url", 0, 0));
        assertThat(outbox.scopes()).isEmpty();
    }

    @Test
    void placesInTheQueueOnlyGrowAlsoWhenTheClockGoesBack() throws IOException {
        ManualClock clock = new ManualClock("2026-03-01T12:00:00Z");
        Outbox before = in(data, SETTINGS, clock);
        SinkWorker worker = before.attach(options("lights"), told);
        before.detach("lights", worker);
        follow(before, 0);
        ManualClock earlier = new ManualClock("2026-03-01T11:00:00Z");

        Outbox after = in(data, SETTINGS, earlier);
        follow(after, 1);
        after.attach(options("lights"), told);

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id0", "id1")));
    }
}
