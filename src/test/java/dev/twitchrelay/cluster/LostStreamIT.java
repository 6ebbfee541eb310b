package dev.twitchrelay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.support.HubServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas whose stream loses its messages, or itself. */
class LostStreamIT extends ReplicaFixture {
    @Test
    void whoeverComesToAStreamThatLostItsMessagesGoesOn() throws Exception {
        Member leader = member("a");
        leader();
        range(0, 3).forEach(leader::event);
        awaitEverywhere(range(0, 3));
        try (Connection connection = Nats.connect(nats.url())) {
            connection.jetStreamManagement().purgeStream("TEST");
        }
        Member late = member("b");
        await().atMost(PATIENCE).until(() -> late.log.knowsHistory() && !late.log.isStale());
        leader.replica.close();
        members.remove(leader);
        leader();
        late.event(3);

        awaitEverywhere(range(3, 4));
    }

    @Test
    void aNewStreamBeginsItsTermsAfresh() throws Exception {
        Member old = member("a");
        leader();
        try (NatsConnection connection = rogue()) {
            NatsStream rogue = NatsStream.ofMessages(connection);
            rogue.publishTerm(50, rogue.open().getStreamState().getLastSequence());
        }
        await().atMost(PATIENCE).until(() -> old.replica.status().term() == 51);
        old.event(0);
        awaitEverywhere(range(0, 1));
        nats.kill();
        nats.forget();
        nats.start();
        await().atMost(PATIENCE).until(() -> !old.log.isStale());
        old.replica.retire();
        Member next = member("b");
        await().atMost(PATIENCE).until(next::leads);
        next.event(1);

        await().atMost(PATIENCE).until(() -> next.numbers().equals(range(1, 2)));
        await().atMost(PATIENCE).until(() -> old.numbers().equals(range(0, 2)));
        assertThat(next.replica.status().term()).isLessThan(50);
    }

    /** As after a power failure of a server that has not written everything to its disk. */
    private void cutNewestFourKilobytes() throws Exception {
        nats.kill();
        nats.cutNewest("TEST", 4096);
        nats.start();
    }

    @Test
    void whoGoesOnAfterTheNewestFourKilobytesAreLostTellsOthersOfTheHole() throws Exception {
        Member first = member("a");
        leader();
        List<SseMessage> sent = range(0, 100).stream().map(first::event).toList();
        awaitEverywhere(range(0, 100));
        cutNewestFourKilobytes();
        await().atMost(PATIENCE).until(() -> first.leads() && !first.log.isStale());
        SseMessage next = first.event(100);
        Member late = member("b");
        await().atMost(PATIENCE).until(() -> late.numbers().contains(100));

        assertThat(first.numbers()).isEqualTo(range(0, 101));
        assertThat(next.sequence()).isGreaterThan(sent.get(99).sequence());
        int kept = late.numbers().size() - 1;
        assertThat(kept).isBetween(50, 98);
        assertThat(late.numbers()).containsExactlyElementsOf(with(range(0, kept), 100));
        try (HubServer server = HubServer.start(late.hub)) {
            assertThat(server.missedAfter(sent.get(10).id())).containsExactly("\"unknown\"");
            assertThat(server.missedAfter(sent.get(99).id())).containsExactly("1", "{\"n\":100}");
        }
    }

    @Test
    void whenAllStartAfreshAfterTheNewestFourKilobytesAreLostNoIdIsUsedTwice() throws Exception {
        Member before = member("a");
        leader();
        List<SseMessage> sent = range(0, 100).stream().map(before::event).toList();
        awaitEverywhere(range(0, 100));
        before.replica.close();
        members.clear();
        cutNewestFourKilobytes();
        Member after = member("b");
        leader();
        SseMessage next = after.event(100);
        await().atMost(PATIENCE).until(() -> after.numbers().contains(100));

        assertThat(next.sequence()).isGreaterThan(sent.get(99).sequence());
        int kept = after.numbers().size() - 1;
        assertThat(kept).isBetween(50, 98);
        assertThat(after.numbers()).containsExactlyElementsOf(with(range(0, kept), 100));
        try (HubServer server = HubServer.start(after.hub)) {
            assertThat(server.missedAfter(sent.get(99).id()))
                    .as("it has seen what is lost")
                    .containsExactly("1", "{\"n\":100}");
        }
    }

    private static List<Integer> with(List<Integer> numbers, int last) {
        List<Integer> all = new ArrayList<>(numbers);
        all.add(last);
        return all;
    }

    @Test
    void whatHasBeenShownIsNotPublishedAgainWhenTheStreamHasForgottenIt() throws Exception {
        Member leader = member("a");
        leader();
        range(0, 2).forEach(leader::event);
        awaitEverywhere(range(0, 2));
        nats.kill();
        await().atMost(PATIENCE).until(() -> leader.log.isStale());
        leader.event(1);
        leader.event(2);
        nats.forget();
        nats.start();

        awaitEverywhere(range(0, 3));
        await().atMost(PATIENCE).until(() -> leader.replica.status().waiting() == 0);
        assertThat(leader.numbers()).isEqualTo(range(0, 3));
    }

    @Test
    void numbersOfAStreamThatLostItsMessagesAreNotUsedAgainAndIdsOfThemAreNotKnown() throws Exception {
        Member before = member("a");
        leader();
        SseMessage seen = before.event(0);
        SseMessage lost = before.event(1);
        before.replica.close();
        members.clear();
        try (Connection connection = Nats.connect(nats.url())) {
            connection.jetStreamManagement().purgeStream("TEST");
        }
        Member after = member("b");
        leader();
        SseMessage next = after.event(2);

        assertThat(next.sequence()).isGreaterThan(lost.sequence());
        try (HubServer server = HubServer.start(after.hub)) {
            assertThat(server.missedAfter(seen.id())).containsExactly("\"unknown\"");
            nats.kill();
            after.replica.close();
            members.clear();
            nats.forget();
            nats.start();
        }
        Member anew = member("c");
        leader();
        assertThat(anew.event(3).sequence()).isGreaterThan(next.sequence());
        try (HubServer server = HubServer.start(anew.hub)) {
            assertThat(server.missedAfter(next.id())).as("of another stream").containsExactly("\"unknown\"");
            assertThat(server.missedAfter("1-0")).containsExactly("1", "{\"n\":3}");
        }
    }
}
