package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final StreamFilter ALL = new StreamFilter(Set.of(), Set.of());

    private final MessageLog log = new LocalLog("t", 3, EventJournal.NONE, MessageLog.HISTORY_BYTES);
    private final ReplicatedLog replica = new ReplicatedLog(3, (type, name, headers, json) -> null);

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
        assertThat(log.start(null).totals()).isNull();

        stats();
        stats();
        event("4");

        assertThat(log.start(null).totals().sequence()).isEqualTo(3);
        assertThat(log.start(null).id()).isEqualTo("t-4");
        assertThat(log.start("t-1").id()).isEqualTo("t-1");
        assertThat(log.start("t-1").position()).isEqualTo(4);
    }

    @Test
    void totalsAreNotKeptByNewerOnes() {
        stats();
        stats();
        assertThat(log.start(null).totals().totalsBefore()).isNull();

        replica.receive(numbered("stats", 10), 0);
        replica.receive(numbered("stats", 11), 0);
        assertThat(replica.newest().totalsBefore()).isNull();
    }

    @Test
    void totalsTellALateReplicaOfTheHoleBeforeThem() {
        replica.catchUp(
                List.of(new EventJournal.Kept(numbered("event", 10), 0)),
                new EventJournal.Kept(numbered("stats", 13), 12),
                5);

        assertThat(replica.start("1-10").missed()).isNull();
        assertThat(replica.start("1-13").missed()).isEmpty();
        assertThat(replica.start("1-3").missed()).as("before the stream").isNull();
    }

    @Test
    void emptyLogHasAValidIdToStartFrom() {
        assertThat(log.start(null).id()).isEqualTo("t-0");
        assertThat(missed("t-0")).isEmpty();
        assertThat(missed("t-1")).isNull();
    }

    @Test
    void overwrittenEntriesAreGoneNotWrong() {
        int more = 2 * log.maxLag() + 5;
        for (int n = 0; n < more; n++) {
            stats();
        }

        assertThat(log.at(5)).isNull();
        assertThat(log.at(6).sequence()).isEqualTo(6);
        assertThat(Batch.build(log, ALL, 3, more)).isNull();
    }

    @Test
    void logTakesNoMoreMemoryThanItMay() {
        MessageLog small = new LocalLog("t", 100, EventJournal.NONE, 5_000);
        for (int n = 0; n < 50; n++) {
            publish(small, json(872)); // with what is around it in the frame about 900 bytes
        }

        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(50L, 49L, 48L, 47L);
        assertThat(small.start("t-46").missed()).extracting(LogEntry::sequence).containsExactly(47L, 48L, 49L, 50L);
        assertThat(small.start("t-45").missed()).isNull();
        assertThat(small.at(49)).isNull();
        assertThat(small.at(50).sequence()).isEqualTo(50);

        publish(small, json(20_000));
        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(51L);
        publish(small, json(10));
        publish(small, json(10));
        assertThat(small.recent(100)).extracting(LogEntry::sequence).containsExactly(53L, 52L);
    }

    private static byte[] json(int length) {
        return ("{\"x\":\"" + "y".repeat(length - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void batchIsBoundedButHoldsAtLeastOneMessage() {
        byte[] large = ("{\"x\":\"" + "y".repeat(40_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        publish(log, large);
        publish(log, large);

        Batch batch = Batch.build(log, ALL, 0, 2);

        assertThat(batch.to()).isEqualTo(1);
        assertThat(batch.messages()).isEqualTo(1);
        batch.release();
    }

    @Test
    void whoeverFollowsCannotGoOnWhereAReplicaHasMissedSomething() {
        replica.catchUp(List.of(), null, 0);
        replica.receive(numbered("event", 10), 0);
        replica.receive(numbered("event", 13), 10);
        assertThat(Batch.build(replica, ALL, 10, 13).messages()).isEqualTo(1);

        replica.receive(numbered("stats", 15), 14);

        assertThat(Batch.build(replica, ALL, 13, 15)).isNull();
        assertThat(replica.start("1-13").missed()).isNull();
        assertThat(replica.start("1-15").missed()).isEmpty();
    }

    private static SseMessage numbered(String type, long number) {
        return new SseMessage("1-" + number, number, type, null, "{}", Instant.EPOCH, EventHeaders.NONE);
    }

    private static void publish(MessageLog log, byte[] json) {
        log.publish("event", null, EventHeaders.NONE, json);
    }

    private void event(String name) {
        log.publish("event", name, EventHeaders.NONE, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void stats() {
        log.publish("stats", null, EventHeaders.NONE, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private List<String> missed(String lastEventId) {
        List<LogEntry> missed = log.start(lastEventId).missed();
        return missed == null
                ? null
                : missed.stream().map(entry -> entry.message().id()).toList();
    }
}
