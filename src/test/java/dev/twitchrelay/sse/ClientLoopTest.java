package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.StreamCounters.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pump, on an event loop that runs only when the test lets it. */
class ClientLoopTest {

    private static final StreamFilter ALL = new StreamFilter(Set.of(), Set.of());

    private final EmbeddedChannel eventLoop = new EmbeddedChannel();
    private final MessageLog log = new LocalLog("t", 1000, EventJournal.NONE, MessageLog.HISTORY_BYTES);
    private final StreamCounters counters = new StreamCounters(1000, 0);
    private final ClientLoop loop = new ClientLoop(eventLoop.eventLoop(), log, counters, SseSettings.defaults());
    private final List<ScriptedConnection> opened = new ArrayList<>();

    @AfterEach
    void nothingIsLeftBehind() {
        for (ScriptedConnection connection : opened) {
            for (ByteBuf bytes : connection.shared) {
                assertThat(bytes.refCnt()).isZero();
            }
            if (!connection.cut) {
                connection.listener.closed();
            }
        }
        assertThat(counters.clients()).isZero();
        eventLoop.close();
    }

    @Test
    void whatHasAccumulatedIsOneWriteThatClientsShare() {
        ScriptedConnection first = open(ALL);
        ScriptedConnection second = open(new StreamFilter(Set.of(), Set.of()));

        publish("a");
        publish("b");
        run();

        assertThat(first.writes).hasSize(2);
        assertThat(first.ids()).containsExactly("t-1", "t-2");
        assertThat(second.shared.get(0)).isSameAs(first.shared.get(0));
        assertThat(counters.delivered.sum()).isEqualTo(4);
    }

    @Test
    void messagePublishedDuringARoundGoesOutInTheNext() {
        ScriptedConnection first = open(ALL);
        ScriptedConnection second = open(ALL);
        first.onWrite = () -> {
            first.onWrite = () -> {};
            publish("b");
        };

        publish("a");
        run();

        assertThat(first.ids()).containsExactly("t-1", "t-2");
        assertThat(second.ids()).containsExactly("t-1", "t-2");
    }

    @Test
    void clientThatTakesTheVisitedPlaceOfAnotherIsServed() {
        ScriptedConnection first = open(ALL);
        ScriptedConnection second = open(ALL);
        ScriptedConnection third = open(ALL);
        second.onWrite = first.listener::closed;

        publish("a");
        run();

        assertThat(third.ids()).containsExactly("t-1");
    }

    @Test
    void fullConnectionGetsTheRestWhenItHasRoom() {
        ScriptedConnection slow = open(ALL);
        ScriptedConnection other = open(ALL);
        slow.full = true;
        publish("a");
        run();
        publish("b");
        publish("c");
        run();
        assertThat(slow.ids()).containsExactly("t-1");
        assertThat(other.ids()).containsExactly("t-1", "t-2", "t-3");

        slow.full = false;
        slow.listener.drained();
        run();

        assertThat(slow.ids()).containsExactly("t-1", "t-2", "t-3");
        assertThat(slow.writes).hasSize(3);
    }

    @Test
    void fullConnectionIsCutWhenItIsHalfTheLogBehind() {
        ScriptedConnection slow = open(ALL);
        ScriptedConnection other = open(ALL);
        slow.full = true;
        for (int n = 0; n <= log.maxLag(); n++) {
            publish("a");
            run();
            assertThat(slow.cut).isFalse();
        }

        publish("b");
        run();

        assertThat(slow.cut).isTrue();
        assertThat(counters.cut.sum()).isEqualTo(1);
        assertThat(other.ids()).hasSize(log.maxLag() + 2);
    }

    @Test
    void replayIsWrittenInPiecesThatTheConnectionTakes() {
        String large = "x".repeat(30_000);
        IntStream.range(0, 10).forEach(n -> publish(large));
        ScriptedConnection resumed = new ScriptedConnection();
        resumed.full = true;
        open(resumed, ALL, "t-0");
        publish("live");
        run();
        assertThat(resumed.ids()).containsExactly("t-1", "t-2", "t-3");

        resumed.full = false;
        resumed.listener.drained();
        run();

        assertThat(resumed.ids())
                .containsExactly(
                        IntStream.rangeClosed(1, 11).mapToObj(n -> "t-" + n).toArray(String[]::new));
    }

    @Test
    void connectionThatFailsIsCutAlone() {
        ScriptedConnection failing = open(ALL);
        ScriptedConnection other = open(ALL);
        failing.onWrite = () -> {
            throw new IllegalStateException("scripted");
        };

        publish("a");
        run();

        assertThat(failing.cut).isTrue();
        assertThat(other.ids()).containsExactly("t-1");
    }

    @Test
    void connectionMayCloseWhileItIsWrittenTo() {
        ScriptedConnection leaving = open(ALL);
        leaving.onWrite = leaving.listener::closed;

        publish("a");
        run();
        publish("b");
        run();

        assertThat(leaving.ids()).containsExactly("t-1");
        assertThat(counters.clients()).isZero();
    }

    @Test
    void loopLooksAtItsSocketsWhenItHasServedForAWhile() {
        List<ScriptedConnection> clients =
                IntStream.range(0, 300).mapToObj(n -> open(ALL)).toList();
        List<Long> servedBetween = new ArrayList<>();
        clients.get(0).onWrite = () -> {
            eventLoop
                    .eventLoop()
                    .execute(() -> servedBetween.add(clients.stream()
                            .filter(client -> client.ids().size() == 1)
                            .count()));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        };

        publish("a");
        run();

        assertThat(servedBetween).containsExactly(256L);
        assertThat(clients).allSatisfy(client -> assertThat(client.ids()).containsExactly("t-1"));
    }

    @Test
    void shutdownSaysByeAfterWhatWasPublishedAndRefusesNewClients() {
        ScriptedConnection client = open(ALL);
        publish("a");

        var ended = loop.shutdown(() -> 1234, 2_000);
        run();

        assertThat(client.ids()).containsExactly("t-1");
        assertThat(client.writes.get(client.writes.size() - 1))
                .isEqualTo("event: bye\nretry: 1234\ndata: {\"retry\":1234}\n\n");
        assertThat(ended).isCompleted();
        assertThat(loop.open(new ScriptedConnection(), "x", ALL, null)).isEqualTo(Admission.SHUTTING_DOWN);
    }

    @Test
    void theStandingEventStandsBetweenTotalsAndMissedEventsAndComesAgainWhenItChanges() {
        log.publish("stats", null, EventHeaders.NONE, "{}".getBytes(StandardCharsets.UTF_8));
        publish("a");
        stand("one");
        ScriptedConnection client = open(new ScriptedConnection(), new StreamFilter(Set.of("event"), Set.of()), "t-1");

        assertThat(client.writes.get(0))
                .endsWith("event: mood\ndata: {\"is\":\"one\"}\n\nid: t-2\ndata: {\"text\":\"a\"}\n\n");
        stand("two");
        stand("three");
        run();
        publish("b");
        run();

        assertThat(client.writes.subList(1, client.writes.size()))
                .containsExactly("event: mood\ndata: {\"is\":\"three\"}\n\n", "id: t-3\ndata: {\"text\":\"b\"}\n\n");
    }

    @Test
    void aStandingEventThatChangesDuringARoundReachesTheClientsThatTheRoundHasPassed() {
        ScriptedConnection first = open(ALL);
        ScriptedConnection second = open(ALL);
        second.onWrite = () -> {
            second.onWrite = () -> {};
            stand("late");
        };

        publish("a");
        run();

        assertThat(List.of(first, second))
                .allSatisfy(client -> assertThat(String.join("", client.writes)).containsOnlyOnce("{\"is\":\"late\"}"));
    }

    @Test
    void aClientThatTakesNothingGetsTheLatestStandingEventWhenItTakesSomethingAgain() {
        ScriptedConnection client = open(ALL);
        client.full = true;
        publish("a");
        run();
        stand("one");
        stand("two");
        run();
        assertThat(String.join("", client.writes)).doesNotContain("mood");

        client.full = false;
        client.listener.drained();
        run();

        assertThat(String.join("", client.writes)).containsOnlyOnce("mood").contains("{\"is\":\"two\"}");
    }

    private void stand(String mood) {
        log.stand(EventFrame.named("mood", ("{\"is\":\"" + mood + "\"}").getBytes(StandardCharsets.UTF_8)));
        loop.schedule();
    }

    private void publish(String text) {
        byte[] json = ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        log.publish("event", "a", EventHeaders.NONE, json);
        loop.schedule();
    }

    private ScriptedConnection open(StreamFilter filter) {
        return open(new ScriptedConnection(), filter, null);
    }

    private ScriptedConnection open(ScriptedConnection connection, StreamFilter filter, String lastEventId) {
        assertThat(loop.open(connection, "x", filter, lastEventId)).isEqualTo(Admission.ADMITTED);
        opened.add(connection);
        return connection;
    }

    /** Runs tasks, the ones that these schedule with no delay included, but no heartbeat. */
    private void run() {
        for (int turn = 0; turn < 10; turn++) {
            eventLoop.runPendingTasks();
        }
    }
}
