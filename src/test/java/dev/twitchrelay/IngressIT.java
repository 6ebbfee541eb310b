package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.Thorough;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Relays that hold the sessions of a cluster, and die. */
@Thorough
class IngressIT extends ClusterFixture {
    @Override
    int millisBetweenEvents() {
        return 20;
    }

    private Replica holderThatDoesNotLead() {
        return replicas.stream()
                .filter(replica -> replica.receives() && !replica.leads())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoRelaysHoldASessionAndOneOfThemIsKilledAndAnotherTakesItsPlaceAndNothingIsLost() throws Exception {
        assertThat(replicas.stream().filter(Replica::receives)).hasSize(2);
        awaitMore(50);
        Replica killed = holderThatDoesNotLead();
        killed.up = false;
        killed.relay.kill();
        awaitSessions();
        awaitMore(50);

        assertNothingLostNothingTwiceAndInOrder();
    }

    @Test
    void twitchMovesBothSessionsAndDropsOneAndRevokesASubscriptionAndEachRelayKnowsItOfItsOwnSession()
            throws Exception {
        awaitMore(50);
        twitch.faults().reconnect();
        awaitMore(50);
        twitch.faults().session(0).drop();
        awaitSessions();
        awaitMore(50);
        twitch.faults().revoke("channel.cheer", "version_removed");
        await().atMost(PATIENCE)
                .until(() -> replicas.stream().filter(IngressIT::hasLostCheers).count() == 2);
        awaitMore(50);

        assertNothingLostNothingTwiceAndInOrder();
    }

    private static boolean hasLostCheers(Replica replica) {
        return replica.get("/api/status")
                .path("eventsub")
                .valueStream()
                .flatMap(session -> session.path("subscriptions").valueStream())
                .anyMatch(each -> each.path("type").asText().equals("channel.cheer")
                        && !each.path("state").asText().equals("enabled"));
    }

    @Test
    void whatTheSessionsReceiveWhileNatsIsAwayIsPublishedWhenItIsBack() throws Exception {
        awaitMore(50);
        int before = sent.get();
        nats.kill();
        // longer than the lease
        await().atMost(PATIENCE).until(() -> sent.get() > before + 200);
        await().atMost(PATIENCE).until(() -> replicas.stream().noneMatch(Replica::leads));
        nats.start();
        awaitMore(100);

        assertNothingLostNothingTwiceAndInOrder();
    }

    @Test
    void whenAllRelaysAreKilledTheNextLeaderGoesOnAtThePositionAndRepeatsNothing() throws Exception {
        awaitMore(100);
        for (Replica replica : replicas) {
            replica.up = false;
            replica.relay.kill();
        }
        int killed = sent.get();
        for (Replica replica : replicas) {
            replica.start();
        }
        for (Replica replica : replicas) {
            replica.awaitUp();
        }
        awaitSessions();
        awaitMore(100);

        int[] arrived = end();
        int until =
                (int) Arrays.stream(arrived).filter(number -> number < killed).count();
        int next = sent.get() - arrived.length + until;
        assertThat(until).isGreaterThan(killed - 50);
        assertThat(arrived)
                .as("only the events without a living session are missing")
                .isEqualTo(IntStream.concat(IntStream.range(0, until), IntStream.range(next, sent.get()))
                        .toArray());
        assertTheSameForAll(arrived);
    }
}
