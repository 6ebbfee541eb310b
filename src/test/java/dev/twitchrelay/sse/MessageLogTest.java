package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final StreamFilter ALL = new StreamFilter(Set.of(), "event", Set.of());

    private final MessageIds ids = new MessageIds("t");
    private final MessageLog log = new MessageLog(ids, "stats", 3, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void historyKeepsTheLastReplayableMessagesHoweverManyStatsComeBetween() {
        event("a");
        event("b");
        for (int n = 0; n < 100; n++) {
            stats();
        }
        event("c");

        assertThat(missed("t-0")).containsExactly("t-1", "t-2", "t-103");
        assertThat(missed("t-50")).containsExactly("t-103");
        assertThat(missed("t-103")).isEmpty();
    }

    @Test
    void idIsKnownAsLongAsNothingAfterItHasLeftTheHistory() {
        event("1");
        stats();
        event("3");
        event("4");
        event("5");

        assertThat(missed("t-0")).isNull();
        assertThat(missed("t-1")).containsExactly("t-3", "t-4", "t-5");
        assertThat(missed("t-2")).containsExactly("t-3", "t-4", "t-5");
        event("6");
        assertThat(missed("t-2")).isNull();
        assertThat(missed("t-3")).containsExactly("t-4", "t-5", "t-6");
    }

    @Test
    void snapshotIsTheLatestStatsAsOfTheStart() {
        event("1");
        assertThat(open(null).snapshot()).isNull();

        stats();
        stats();
        event("4");

        assertThat(open(null).snapshot().sequence()).isEqualTo(3);
        assertThat(open(null).startId()).isEqualTo("t-4");
        assertThat(open("t-1").startId()).isEqualTo("t-1");
        assertThat(open("t-1").cursor()).isEqualTo(4);
    }

    @Test
    void totalsAreNotKeptByNewerOnes() {
        stats();
        stats();
        assertThat(open(null).snapshot().latestBefore()).isNull();

        MessageIds shared = MessageIds.shared();
        MessageLog replica = new MessageLog(shared, "stats", 3, Clock.systemUTC());
        replica.receive(numbered("stats", 10), 0);
        replica.receive(numbered("stats", 11), 0);
        assertThat(replica.newest().latestBefore()).isNull();
    }

    @Test
    void totalsTellALateReplicaOfTheHoleBeforeThem() {
        MessageIds shared = MessageIds.shared();
        MessageLog replica = new MessageLog(shared, "stats", 3, Clock.systemUTC());
        replica.catchUp(
                List.of(new EventJournal.Kept(numbered("event", 10), 0)),
                new EventJournal.Kept(numbered("stats", 13), 12),
                5);

        assertThat(Opening.of(replica, shared, ALL, "1-10").missed()).isEqualTo("\"unknown\"");
        assertThat(Opening.of(replica, shared, ALL, "1-13").missed()).isEqualTo("0");
        assertThat(Opening.of(replica, shared, ALL, "1-3").missed())
                .as("before the stream")
                .isEqualTo("\"unknown\"");
    }

    @Test
    void emptyLogHasAValidIdToStartFrom() {
        assertThat(open(null).startId()).isEqualTo("t-0");
        assertThat(open("t-0").missed()).isEqualTo("0");
        assertThat(open("t-1").missed()).isEqualTo("\"unknown\"");
    }

    @Test
    void overwrittenEntriesAreGoneNotWrong() {
        int more = 2 * log.mostLag() + 5;
        for (int n = 0; n < more; n++) {
            stats();
        }

        assertThat(log.at(5)).isNull();
        assertThat(log.at(6).sequence()).isEqualTo(6);
        assertThat(Batch.build(log, ALL, 3, more)).isNull();
    }

    @Test
    void logTakesNoMoreMemoryThanItMay() {
        MessageLog small = new MessageLog(ids, "stats", 100, Clock.systemUTC(), EventJournal.NONE, 13_000);
        for (int n = 0; n < 50; n++) {
            small.append("event", null, json(872)); // with what is around it in the frame about 900 bytes
        }

        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(50L, 49L, 48L, 47L);
        assertThat(Opening.of(small, ids, ALL, "t-46").replay())
                .extracting(LogEntry::sequence)
                .containsExactly(47L, 48L, 49L, 50L);
        assertThat(Opening.of(small, ids, ALL, "t-45").missed()).isEqualTo("\"unknown\"");
        assertThat(small.at(49)).isNull();
        assertThat(small.at(50).sequence()).isEqualTo(50);

        small.append("event", null, json(20_000));
        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(51L);
        small.append("event", null, json(10));
        small.append("event", null, json(10));
        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(53L, 52L);
    }

    private static byte[] json(int length) {
        return ("{\"x\":\"" + "y".repeat(length - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void batchIsBoundedButHoldsAtLeastOneMessage() {
        byte[] large = ("{\"x\":\"" + "y".repeat(40_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        log.append("event", null, large);
        log.append("event", null, large);

        Batch batch = Batch.build(log, ALL, 0, 2);

        assertThat(batch.to()).isEqualTo(1);
        assertThat(batch.messages()).isEqualTo(1);
        batch.release();
    }

    @Test
    void whoeverFollowsCannotGoOnWhereAReplicaHasMissedSomething() {
        MessageIds shared = MessageIds.shared();
        MessageLog replica = new MessageLog(shared, "stats", 3, Clock.systemUTC());
        replica.catchUp(List.of(), null, 0);
        replica.receive(numbered("event", 10), 0);
        replica.receive(numbered("event", 13), 10);
        assertThat(Batch.build(replica, ALL, 10, 13).messages()).isEqualTo(1);

        replica.receive(numbered("stats", 15), 14);

        assertThat(Batch.build(replica, ALL, 13, 15)).isNull();
        assertThat(Opening.of(replica, shared, ALL, "1-13").missed()).isEqualTo("\"unknown\"");
        assertThat(Opening.of(replica, shared, ALL, "1-15").missed()).isEqualTo("0");
    }

    private static SseMessage numbered(String type, long number) {
        return new SseMessage("1-" + number, number, type, null, "{}", Instant.EPOCH, EventHeaders.NONE);
    }

    private void event(String name) {
        log.append("event", name, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void stats() {
        log.append("stats", null, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private Opening open(String lastEventId) {
        return Opening.of(log, ids, ALL, lastEventId);
    }

    private List<String> missed(String lastEventId) {
        Opening opening = open(lastEventId);
        return opening.missed().equals("\"unknown\"")
                ? null
                : opening.replay().stream().map(entry -> entry.message().id()).toList();
    }
}
