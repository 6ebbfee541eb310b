package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.SETTINGS;
import static dev.twitchrelay.outbox.OutboxFixture.follow;
import static dev.twitchrelay.outbox.OutboxFixture.ids;
import static dev.twitchrelay.outbox.OutboxFixture.in;
import static dev.twitchrelay.outbox.OutboxFixture.numbers;
import static dev.twitchrelay.outbox.OutboxFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.outbox.OutboxFixture.Recorder;
import dev.twitchrelay.support.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that refuses one message after the other, and what people are told of it. */
class RefusedSinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PeerAnswer REFUSAL = new PeerAnswer(400, null, "{\"description\":\"chat not found\"}");

    @TempDir
    Path data;

    private final Recorder told = new Recorder();
    private final AtomicBoolean well = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();

    private void refuseUntilWell(MessageBatch batch) throws Exception {
        calls.incrementAndGet();
        if (!well.get()) {
            throw REFUSAL;
        }
        told.deliver(batch);
    }

    private static SinkStatus status(Outbox outbox) {
        return outbox.status("lights").orElseThrow();
    }

    private OutboxSettings probing(Duration stoppedRetry) {
        return new OutboxSettings(
                null,
                SETTINGS.mostMessages(),
                SETTINGS.longestAge(),
                SETTINGS.firstRetry(),
                SETTINGS.longestRetry(),
                stoppedRetry,
                SETTINGS.deliveryTimeout(),
                false);
    }

    @Test
    void aPeerThatRefusesAllMessagesStopsTheSinkAndTheOthersAreKept() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), this::refuseUntilWell);

        follow(outbox, numbers(0, 6));

        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("stopped"));
        assertThat(status(outbox).trouble()).isEqualTo(FailureKind.REFUSED.words());
        assertThat(status(outbox).reason())
                .isEqualTo("answered 400: chat not found (3 different messages in a row): correct its route or its"
                        + " settings sinks.lights.*, then: outbox retry lights");
        assertThat(status(outbox).dead()).isEqualTo(2);
        assertThat(status(outbox).waiting()).isEqualTo(4);

        well.set(true);
        outbox.retry("lights");

        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("ready"));
        await().atMost(PATIENCE).until(() -> told.ids().size() == 6);
        assertThat(told.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 6));
    }

    @Test
    void theSameMessageThriceIsNoSignThatOthersHaveNoChance() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), this::refuseUntilWell);

        for (int i = 0; i < 5; i++) {
            outbox.add(
                    null,
                    "id" + i,
                    EventHeaders.of(Map.of("EventKind", "event", "EventType", "channel.raid")),
                    "{\"same\":1}");
        }

        await().atMost(PATIENCE).until(() -> status(outbox).dead() == 5);
        assertThat(status(outbox).state()).isEqualTo("failing");
        assertThat(status(outbox).reason()).startsWith("answered 400: chat not found: ");
    }

    @Test
    void aSinkThatWasStoppedAndSeenToIsNotCalledStoppedBecauseOneMessageIsRefused() throws IOException {
        Outbox outbox = in(data);
        told.fail(1, new PeerAnswer(403, null, "forbidden")).fail(1, REFUSAL);
        outbox.attach(options("lights"), told);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("stopped"));

        outbox.retry("lights");

        await().atMost(PATIENCE).until(() -> status(outbox).dead() == 1);
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("failing"));
        assertThat(status(outbox).reason()).startsWith("answered 400: chat not found: ");
        follow(outbox, 1);
        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id1")));
    }

    @Test
    void aPeerThatAsksToWaitForNoTimeIsCalledAsRarelyAsOneThatFails() throws IOException {
        Outbox outbox = in(
                data,
                new OutboxSettings(
                        null,
                        SETTINGS.mostMessages(),
                        SETTINGS.longestAge(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        SETTINGS.stoppedRetry(),
                        SETTINGS.deliveryTimeout(),
                        false),
                Clock.systemUTC());
        outbox.attach(options("lights"), batch -> {
            throw calls.incrementAndGet() % 2 == 0
                    ? new PeerAnswer(429, Duration.ZERO, null)
                    : new PeerAnswer(429, null, "{\"retry_after\":0.0}");
        });

        follow(outbox, 0);

        await().atMost(PATIENCE)
                .until(() ->
                        calls.get() == 3 && outbox.limit("lights").waitTime().compareTo(Duration.ofSeconds(3)) > 0);
    }

    @Test
    void aSuccessBetweenRefusalsShowsThatThePeerIsWell() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), batch -> {
            if (batch.first().id().matches("id[02468]")) {
                throw REFUSAL;
            }
            told.deliver(batch);
        });

        follow(outbox, numbers(0, 10));

        await().atMost(PATIENCE).until(() -> status(outbox).delivered() == 5);
        assertThat(status(outbox).dead()).isEqualTo(5);
        assertThat(status(outbox).state()).isEqualTo("ready");
    }

    @Test
    void aStoppedSinkTriesRarelyAndGoesOnByItselfWhenItsPeerIsWell() throws IOException {
        Outbox outbox = in(data, probing(Duration.ofMillis(200)), Clock.systemUTC());
        outbox.attach(options("lights"), this::refuseUntilWell);
        follow(outbox, numbers(0, 4));
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("stopped"));

        well.set(true);

        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("ready"));
        await().atMost(PATIENCE).until(() -> status(outbox).waiting() == 0);
        assertThat(status(outbox).delivered() + status(outbox).dead()).isEqualTo(4);
    }

    @Test
    void aRunOfBadMessagesDoesNotBlockThoseBehindItForEver() throws IOException {
        Outbox outbox = in(data, probing(Duration.ofMillis(5)), Clock.systemUTC());
        outbox.attach(options("lights"), batch -> {
            if (!batch.first().id().equals("id5")) {
                throw REFUSAL;
            }
            told.deliver(batch);
        });

        follow(outbox, numbers(0, 6));

        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id5")));
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("ready"));
        assertThat(status(outbox).dead()).isEqualTo(5);
    }

    @Test
    void aRestartDoesNotCallASinkReadyWhoseMessagesAllDied() throws IOException {
        Outbox outbox = in(data);
        SinkWorker worker = outbox.attach(options("lights"), this::refuseUntilWell);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> status(outbox).dead() == 1);
        outbox.detach("lights", worker);

        Outbox next = in(data);
        next.attach(options("lights"), told);

        assertThat(status(next).state()).isEqualTo("failing");
        assertThat(status(next).trouble()).isEqualTo(FailureKind.REFUSED.words());
        follow(next, 1);
        await().atMost(PATIENCE).until(() -> status(next).state().equals("ready"));
    }

    @Test
    void whoeverDeletesTheDeadLettersHasSeenThem() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), this::refuseUntilWell);
        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> status(outbox).state().equals("failing"));

        outbox.drop("lights", false);

        assertThat(status(outbox).state()).isEqualTo("ready");
        assertThat(status(outbox).reason()).isNull();
    }

    @Test
    void anOutageIsAHandfulOfLinesHoweverManyAttemptsFail() throws IOException {
        try (LogLines log = new LogLines(RetryPolicy.class)) {
            anOutageIsOver();
            assertThat(log.texts()).hasSize(2);
            assertThat(log.texts().get(0)).contains("sink lights waits, with ").contains("answered 503");
            assertThat(log.texts().get(1)).contains("sink lights delivers again");
        }
    }

    private void anOutageIsOver() throws IOException {
        Outbox outbox = in(data);
        outbox.attach(options("lights"), batch -> {
            if (!well.get()) {
                throw calls.incrementAndGet() % 2 == 0
                        ? new IOException("reset " + calls)
                        : new PeerAnswer(503, null, "attempt " + calls);
            }
            told.deliver(batch);
        });
        follow(outbox, numbers(0, 3));
        await().atMost(PATIENCE).until(() -> status(outbox).retried() > 100);

        well.set(true);

        await().atMost(PATIENCE).until(() -> status(outbox).waiting() == 0);
    }

    @Test
    void anotherRouteOfTheSameSinkIsRefusedAndTheFirstGoesOn() throws IOException {
        Outbox outbox = in(data);
        SinkWorker first = outbox.attach(options("lights"), told);

        assertThatThrownBy(() -> outbox.attach(options("lights"), batch -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another route consumes outbox:lights already");

        follow(outbox, 0);
        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id0")));
        outbox.detach("lights", first);
        outbox.attach(options("lights"), told);
        follow(outbox, 1);
        await().atMost(PATIENCE).until(() -> told.ids().equals(List.of("id0", "id1")));
    }
}
