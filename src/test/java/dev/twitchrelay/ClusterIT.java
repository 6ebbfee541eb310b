package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.StreamFollower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A leader that dies under 200 events/s: {@code -Dcluster.faults=10} kills and freezes ten leaders, kills NATS twice, and restarts
 * all relays one after the other.
 */
@EnabledIfSystemProperty(
        named = "cluster.faults",
        matches = "\\d+",
        disabledReason = "takes minutes: -Dcluster.faults=2")
class ClusterIT extends ClusterFixture {
    private static final int FAULTS = Integer.getInteger("cluster.faults", 2);

    private final List<Long> kills = new ArrayList<>();
    private final List<Long> freezes = new ArrayList<>();

    @Override
    int millisBetweenEvents() {
        return 5;
    }

    private void killLeader(boolean again) throws Exception {
        Replica leader = leader();
        leader.up = false;
        leader.relay.kill();
        kills.add(untilNextEvent().toMillis());
        if (again) {
            leader.start();
            leader.awaitUp();
        }
    }

    private void freezeLeader() throws Exception {
        Replica leader = leader();
        leader.up = false;
        leader.relay.freeze();
        clients.stream().filter(client -> client.port() == leader.port).forEach(StreamFollower::breakOff);
        freezes.add(untilNextEvent().toMillis());
        awaitMore(50);
        leader.relay.unfreeze();
        leader.awaitUp();
        // it comes back with everything that it had not published, and must not publish it
        await().atMost(PATIENCE).until(() -> !leader.leads());
    }

    private void killNats() throws Exception {
        int before = sent.get();
        nats.kill();
        await().atMost(PATIENCE).until(() -> replicas.stream()
                .filter(replica -> replica.up)
                .allMatch(replica -> replica.status().path("stale").asBoolean()));
        clients.get(0).breakOff();
        await().atMost(PATIENCE).until(() -> clients.get(0).stale() > 0);
        int during = sent.get();
        nats.start();
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.latest() > during + 50));
        assertThat(clients.get(0).numbers())
                .as("what the sessions received while NATS was away")
                .contains(IntStream.range(before, during).toArray());
    }

    private void restartAll() throws Exception {
        for (Replica replica : replicas) {
            if (replica.up) {
                replica.restart();
                awaitSessions();
            }
        }
    }

    @Test
    void leadersAndNatsDieUnderLoadAndClientsSeeEveryEventOnceAndInOrder() throws Exception {
        for (int fault = 0; fault < FAULTS; fault++) {
            awaitSessions();
            awaitMore(100);
            if (fault % 2 == 0) {
                killLeader(FAULTS > 2);
            } else {
                freezeLeader();
            }
            if (fault % 5 == 1) {
                awaitSessions();
                awaitMore(50);
                killNats();
            }
        }
        if (FAULTS > 2) {
            awaitSessions();
            restartAll();
        }
        awaitMore(100);

        print("kill", kills);
        print("freeze", freezes);
        assertNothingLostNothingTwiceAndInOrder();
        assertThat(clients.stream().mapToInt(StreamFollower::connects).sum())
                .as("clients went to other replicas")
                .isGreaterThan(clients.size() + FAULTS);
        assertThat(twitch.seen().connectionsNow()).isLessThanOrEqualTo(REPLICAS);
    }

    private static void print(String fault, List<Long> gaps) {
        List<Long> sorted = gaps.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            System.out.printf(
                    "first event after a %s: median %d ms, max %d ms, in order %s%n",
                    fault, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1), gaps);
        }
    }

    /** The time until a client is shown an event that Twitch sends from now on. */
    private Duration untilNextEvent() {
        long begin = System.nanoTime();
        int from = sent.get() + 1;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> clients.stream()
                .anyMatch(client -> client.latest() >= from));
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
