package dev.twitchrelay.cluster;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.support.HubServer;
import dev.twitchrelay.support.InstalledNats;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplicaIT extends ReplicaFixture {
    private static final Duration LONG_LEASE = ofSeconds(60);

    @Test
    void whatTheLeaderPublishesIsShownByAllUnderTheSameIds() throws IOException {
        member("a");
        member("b");
        Member leader = leader();
        Member other = members.get(1 - members.indexOf(leader));
        range(0, 20).forEach(leader::event);
        leader.stats(1);
        SseMessage last = leader.stats(2);

        awaitEverywhere(range(0, 20));
        await().atMost(PATIENCE).until(() -> other.hub.headId().equals(last.id()));
        assertThat(other.hub.recent(20)).isEqualTo(leader.hub.recent(20));
        assertThat(other.hub.recent(1).get(0).headers().values())
                .isEqualTo(Map.of("EventId", "key-19", "EventMood", "grün 🎈"));
        assertThat(other.hub.totals()).contains(last);
        assertThat(other.keysOfOthers).hasSize(20).startsWith("key-0");
        assertThat(other.notesOfOthers)
                .contains("from " + leader.replica.status().replica());
        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> other.event(99))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(leader.replica.status().replica() + " leads"));
    }

    @Test
    void anotherReplicaGoesOnWhereTheLeaderEndsAndOneThatComesLaterReadsAllOfIt() throws IOException {
        member("a");
        member("b");
        Member first = leader();
        range(0, 5).forEach(first::event);
        first.stats(7);
        first.replica.close();
        members.remove(first);
        Member second = leader();
        range(5, 10).forEach(second::event);

        Member late = member("c");
        assertThat(late.replica).isNotNull();
        awaitEverywhere(range(0, 10));
        await().atMost(PATIENCE).until(() -> late.hub.headId().equals(second.hub.headId()));
        assertThat(late.hub.totals().orElseThrow().json()).isEqualTo("{\"n\":7}");
        assertThat(late.hub.recent(10)).isEqualTo(second.hub.recent(10));
        assertThat(second.hub.recent(10))
                .extracting(message -> message.id().substring(0, 2))
                .containsExactly("2-", "2-", "2-", "2-", "2-", "1-", "1-", "1-", "1-", "1-");
    }

    @Test
    void whatATermThatIsOverSendsIsShownByNobody() throws Exception {
        Member leader = member("a");
        leader();
        range(0, 3).forEach(leader::event);
        awaitEverywhere(range(0, 3));
        try (NatsConnection connection = rogue()) {
            NatsStream rogue = NatsStream.ofMessages(connection);
            long last = rogue.open().getStreamState().getLastSequence();
            rogue.publishTerm(2, last);
            SseMessage late = new SseMessage(
                    "1-99999999999999",
                    99_999_999_999_999L,
                    "event",
                    null,
                    "{\"n\":66}",
                    java.time.Instant.now(),
                    EventHeaders.NONE);
            rogue.publish(new Envelope(1, late, 0, null, null), "late");
        }

        await().atMost(PATIENCE).until(() -> leader.replica.status().fenced() == 1);
        // it finds that another term has begun, and stands again
        await().atMost(PATIENCE)
                .until(() -> leader.leads() && leader.replica.status().elections() >= 2);
        leader.event(3);
        awaitEverywhere(range(0, 4));
        assertThat(leader.replica.status().term()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whileNatsIsAwayTheLeaderKeepsWhatItPublishesAndAllSayThatTheyAreStale() throws Exception {
        member("a");
        member("b");
        Member leader = leader();
        range(0, 3).forEach(leader::event);
        awaitEverywhere(range(0, 3));
        nats.kill();
        await().atMost(PATIENCE).until(() -> members.stream().allMatch(member -> member.log.isStale()));
        range(3, 50).forEach(leader::event);
        leader.stats(1);
        leader.stats(2);
        assertThat(leader.replica.status().waiting()).isEqualTo(48);
        nats.start();

        awaitEverywhere(range(0, 50));
        assertThat(members).noneMatch(member -> member.log.isStale());
        await().atMost(PATIENCE).until(leader::leads);
    }

    @Test
    void whatALeaderKeepsSurvivesTheEndOfItsLeaseIfNobodyElseHasLed() throws Exception {
        Member leader = member("a");
        leader();
        nats.kill();
        await().atMost(PATIENCE).until(() -> leader.log.isStale());
        range(0, 10).forEach(leader::event);
        await().atMost(PATIENCE).until(() -> !leader.leads());
        assertThatThrownBy(() -> leader.event(10)).hasMessageContaining("does not lead");
        nats.start();

        awaitEverywhere(range(0, 10));
        await().atMost(PATIENCE)
                .until(() -> leader.leads() && leader.replica.status().elections() >= 2);
    }

    @Test
    void whatCannotWaitIsAHoleThatClientsAreToldOf() throws Exception {
        Member leader = member("a", 10);
        leader();
        SseMessage seen = leader.event(0);
        nats.kill();
        await().atMost(PATIENCE).until(() -> leader.log.isStale());
        range(1, 21).forEach(leader::event);
        nats.start();

        await().atMost(PATIENCE).until(() -> leader.replica.status().waiting() == 0 && !leader.log.isStale());
        await().atMost(PATIENCE).until(() -> leader.numbers().size() == 11);
        // the first may have been on its way when it was too much
        assertThat(leader.numbers()).startsWith(0).endsWith(20).containsSequence(range(12, 21));
        assertThat(leader.replica.status().dropped()).isEqualTo(10);
        assertThat(leader.log.sequence()).as("one number is nobody's").isEqualTo(seen.sequence() + 11);
        try (HubServer server = HubServer.start(leader.hub)) {
            assertThat(server.missedAfter(seen.id())).containsExactly("\"unknown\"");
        }
    }

    @Test
    void whatOthersPublishedCountsAsTheirsAlsoForALeaderThatReadsItLate() throws Exception {
        Member first = member("a");
        leader();
        range(0, 3).forEach(first::event);
        first.replica.close();
        members.clear();
        nats.kill();
        Member second = member("b");
        nats.start();
        leader();

        await().atMost(PATIENCE).until(second.log::knowsHistory);
        second.event(3);
        awaitEverywhere(range(0, 4));
        assertThat(second.keysOfOthers).containsExactly("key-0", "key-1", "key-2");
    }

    @Test
    void whoeverHandsOverPublishesBeforeWhatWaits() throws Exception {
        member("a");
        member("b");
        Member leader = leader();
        ExecutorService many = Executors.newFixedThreadPool(8);
        List<Future<SseMessage>> published = new ArrayList<>();
        range(0, 600).forEach(number -> published.add(many.submit(() -> leader.event(number))));
        await().atMost(PATIENCE)
                .pollInterval(ofMillis(1))
                .until(() -> leader.replica.status().waiting() > 3);
        leader.replica.close();
        members.remove(leader);
        many.shutdown();
        assertThat(many.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        long accepted = published.stream().filter(ReplicaIT::succeeded).count();
        assertThat(accepted).isGreaterThan(3);
        await().atMost(PATIENCE).until(() -> members.get(0).numbers().size() == accepted);
    }

    /** Whether a call has returned; one after the handover is refused. */
    private static boolean succeeded(Future<SseMessage> call) {
        try {
            call.get();
            return true;
        } catch (ExecutionException refused) {
            assertThat(refused).hasMessageContaining("does not lead the cluster");
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aMessageThatNatsRefusesDoesNotStopTheOthers() throws Exception {
        nats.close();
        nats = InstalledNats.start(folder.resolve("small"), "max_payload: 20000");
        Member leader = member("a");
        leader();
        SseMessage seen = leader.event(0);
        leader.hub.publish(
                "event",
                "channel.raid",
                ("{\"text\":\"" + "x".repeat(50_000) + "\"}").getBytes(StandardCharsets.UTF_8));
        leader.event(1);

        awaitEverywhere(range(0, 2));
        assertThat(leader.replica.status().dropped()).isEqualTo(1);
        try (HubServer server = HubServer.start(leader.hub)) {
            assertThat(server.missedAfter(seen.id())).containsExactly("\"unknown\"");
        }
    }

    @Test
    void whoeverDoesNotKnowTheHistoryYetClaimsNothing() throws Exception {
        nats.kill();
        Member only = member("a");
        assertThat(only.hub.headId()).isEqualTo("0-0");
        try (HubServer server = HubServer.start(only.hub)) {
            assertThat(server.missedAfter("1-17")).as("it resumes later").containsExactly("0");
            assertThat(server.missedAfter("0-0")).containsExactly("\"unknown\"");
            assertThat(server.events().statusCode()).isEqualTo(503);
            assertThat(server.events().body()).contains("not known yet");
            nats.start();
            await().atMost(PATIENCE).until(() -> only.log.knowsHistory());

            assertThat(only.hub.headId()).isEqualTo("1-0");
            assertThat(server.events().body()).isEqualTo("[]");
            leader().event(0);
            awaitEverywhere(range(0, 1));
            assertThat(server.missedAfter("1-0")).containsExactly("1", "{\"n\":0}");
        }
    }

    @Test
    void whenNatsIsDownAtTheStartNobodyLeadsUntilItIsBack() throws Exception {
        nats.kill();
        Member only = member("a");
        await().atMost(PATIENCE).until(() -> only.replica.status().problem() != null);
        assertThat(only.log.isStale()).isTrue();
        assertThat(only.log.knowsHistory()).isFalse();
        assertThatThrownBy(() -> only.event(0)).hasMessageContaining("no replica leads at the moment");
        nats.start();
        await().atMost(PATIENCE).until(only::leads);
        range(0, 5).forEach(only::event);

        awaitEverywhere(range(0, 5));
        assertThat(only.log.knowsHistory()).isTrue();
    }

    /** A replica of its own process. It says when it leads, and stays. */
    static final class Leader {
        public static void main(String[] arguments) throws InterruptedException {
            Member member = new Member(settings(arguments[0]), "killed", LONG_LEASE, 10);
            member.replica.compete();
            await().atMost(PATIENCE).until(member::leads);
            System.out.println("leads");
            Thread.currentThread().join();
        }
    }

    @Test
    void aLeaderWhoseProcessIsKilledIsReplacedLongBeforeItsLeaseEnds() throws Exception {
        Process killed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leader.class.getName(),
                        nats.url())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = killed.inputReader()) {
            assertThat(said.lines().anyMatch("leads"::equals)).isTrue();
            Member next = new Member(settings(nats.url()), "next", LONG_LEASE, 10);
            members.add(next);
            next.replica.compete();
            await().atMost(PATIENCE)
                    .until(() -> next.replica.status().leader().equals("killed") && !next.log.isStale());
            await().during(ofMillis(500)).until(() -> !next.leads());
            killed.destroyForcibly().waitFor();

            await().atMost(LONG_LEASE.dividedBy(6)).until(next::leads);
        } finally {
            killed.destroyForcibly();
        }
    }

    @Test
    void aRepeatOfTwitchIsNotTakenASecondTime() throws IOException {
        Member leader = member("a");
        leader();
        leader.event(0);
        leader.event(0);
        leader.event(1);

        awaitEverywhere(range(0, 2));
        try (HubServer server = HubServer.start(leader.hub)) {
            assertThat(server.missedAfter(leader.hub.recent(2).get(1).id()))
                    .as("no hole")
                    .containsExactly("1", "{\"n\":1}");
        }
        await().pollDelay(ofMillis(1)).until(() -> leader.replica.status().waiting() == 0);
    }
}
