package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.InstalledNats;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three packaged relays, a real NATS server and a leader that dies: {@code -Dcluster.faults=10} kills and freezes ten leaders,
 * and NATS twice.
 */
@EnabledIfSystemProperty(
        named = "cluster.faults",
        matches = "\\d+",
        disabledReason = "takes minutes: -Dcluster.faults=2")
class ClusterIT {
    private static final Duration PATIENCE = ofSeconds(240);
    private static final int REPLICAS = 3;
    private static final int CLIENTS_EACH = 3;
    private static final int FAULTS = Integer.getInteger("cluster.faults", 2);

    @TempDir
    Path folder;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(ofSeconds(1))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<StreamFollower> clients = new ArrayList<>();
    private InstalledNats nats;

    private final class Replica {
        final int number;
        final int port;
        PackagedRelay relay;
        volatile boolean up;

        Replica(int number) throws IOException {
            this.number = number;
            port = FreePort.find();
        }

        void start() throws IOException {
            relay = PackagedRelay.start(Map.ofEntries(
                    Map.entry("SPRING_PROFILES_ACTIVE", "cluster"),
                    Map.entry("CLUSTER_NATS_SERVERS", nats.url()),
                    Map.entry("TWITCH_CLIENT_ID", options.clientId()),
                    Map.entry("TWITCH_ACCESS_TOKEN", options.accessToken()),
                    Map.entry("TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString()),
                    Map.entry("TWITCH_API_URL", twitch.apiUrl().toString()),
                    Map.entry("TWITCH_AUTH_URL", twitch.authUrl().toString()),
                    Map.entry("TWITCH_POLL_INTERVAL", "5s"),
                    Map.entry("SERVER_PORT", String.valueOf(port)),
                    Map.entry("MANAGEMENT_SERVER_PORT", "0"),
                    Map.entry("SSE_HISTORY", "20000"),
                    Map.entry("RELAY_DATA", folder.resolve("data-" + number).toString())));
        }

        void awaitUp() {
            await().atMost(PATIENCE)
                    .until(() -> !status().isEmpty() && !status().path("stale").asBoolean(true));
            up = true;
        }

        /** The part of the status about the cluster; empty while there is no answer. */
        JsonNode status() {
            return get("/api/status").path("cluster");
        }

        JsonNode get(String path) {
            try {
                return RunningRelay.json(http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                        .timeout(ofSeconds(5))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
            } catch (IOException e) {
                return RunningRelay.json("{}");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean leads() {
            return up && status().path("leads").asBoolean();
        }
    }

    @BeforeEach
    void start() throws IOException {
        nats = InstalledNats.start(Files.createDirectories(folder.resolve("nats")));
        for (int i = 0; i < REPLICAS; i++) {
            Replica replica = new Replica(i);
            replicas.add(replica);
            replica.start();
        }
        replicas.forEach(Replica::awaitUp);
        leader();
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= EVENT_TYPES.length);
        for (int i = 0; i < REPLICAS * CLIENTS_EACH; i++) {
            int first = i;
            AtomicInteger connects = new AtomicInteger();
            // each time another one of those that are there
            clients.add(StreamFollower.start(
                    () -> {
                        List<Replica> up =
                                replicas.stream().filter(replica -> replica.up).toList();
                        return up.get((first + connects.getAndIncrement()) % up.size()).port;
                    },
                    i % 2 == 0 ? "?types=event" : ""));
        }
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.connects() > 0));
        load.scheduleAtFixedRate(this::send, 0, 5, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        load.shutdownNow();
        clients.forEach(StreamFollower::close);
        replicas.forEach(replica -> replica.relay.close());
        nats.close();
        twitch.close();
    }

    private void send() {
        twitch.notifyJson("channel.raid", "{\"n\":\"" + sent.getAndIncrement() + "\"}");
    }

    private Replica leader() {
        await().atMost(PATIENCE)
                .until(() -> replicas.stream().filter(Replica::leads).count() == 1);
        return replicas.stream().filter(Replica::leads).findFirst().orElseThrow();
    }

    private void awaitMore(int events) {
        int enough = clients.stream().mapToInt(StreamFollower::size).max().orElse(0) + events;
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.size() >= enough));
    }

    /** How long it takes from now until a client is shown an event that Twitch sends from now on. */
    private Duration untilNextEvent() {
        long begin = System.nanoTime();
        int from = sent.get() + 1;
        await().atMost(PATIENCE).pollInterval(ofMillis(5)).until(() -> clients.stream()
                .anyMatch(client -> client.latest() >= from));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Duration killLeader(boolean again) throws Exception {
        Replica leader = leader();
        leader.up = false;
        leader.relay.kill();
        Duration gap = untilNextEvent();
        if (again) {
            leader.start();
            leader.awaitUp();
        }
        return gap;
    }

    private Duration freezeLeader() throws Exception {
        Replica leader = leader();
        leader.up = false;
        leader.relay.freeze();
        clients.stream().filter(client -> client.port() == leader.port).forEach(StreamFollower::breakOff);
        Duration gap = untilNextEvent();
        awaitMore(50);
        leader.relay.unfreeze();
        leader.awaitUp();
        // it comes back with everything that it had not published, and must not publish it
        await().atMost(PATIENCE).until(() -> !leader.leads());
        return gap;
    }

    private void killNats() throws Exception {
        nats.kill();
        await().atMost(PATIENCE).until(() -> replicas.stream()
                .filter(replica -> replica.up)
                .allMatch(replica -> replica.status().path("stale").asBoolean()));
        clients.get(0).breakOff();
        await().atMost(PATIENCE).until(() -> clients.get(0).stale() > 0);
        int during = sent.get();
        nats.start();
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.latest() > during + 50));
    }

    private void assertNothingTwiceAndTheSameForAll() throws InterruptedException {
        load.shutdown();
        assertThat(load.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.latest() == sent.get() - 1));
        int[] expected = clients.get(0).numbers();
        assertThat(Arrays.stream(expected).boxed().toList())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.unknown()).isEmpty();
            assertThat(client.idsOutOfOrder()).isZero();
            assertThat(client.numbers()).isEqualTo(expected);
        });
        for (Replica replica : replicas.stream().filter(each -> each.up).toList()) {
            List<Integer> known = new ArrayList<>();
            replica.get("/api/twitch/events?limit=20000")
                    .findValuesAsText("n")
                    .forEach(n -> known.add(0, Integer.valueOf(n)));
            assertThat(known)
                    .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
        }
        System.out.printf("%d of %d events reached the clients, none twice%n", expected.length, sent.get());
    }

    @Test
    void leadersAndNatsDieUnderLoadAndClientsSeeEveryEventThatReachedAReplicaOnceAndInOrder() throws Exception {
        List<Long> gaps = new ArrayList<>();
        for (int fault = 0; fault < FAULTS; fault++) {
            awaitMore(100);
            gaps.add((fault % 2 == 0 ? killLeader(FAULTS > 2) : freezeLeader()).toMillis());
            if (fault % 5 == 1) {
                awaitMore(50);
                killNats();
            }
        }
        awaitMore(100);

        assertNothingTwiceAndTheSameForAll();
        List<Long> sorted = gaps.stream().sorted().toList();
        System.out.printf(
                "failover: median %d ms, max %d ms, in order %s%n",
                sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1), gaps);
        assertThat(clients.stream().mapToInt(StreamFollower::connects).sum())
                .as("clients went to other replicas")
                .isGreaterThan(clients.size() + FAULTS);
    }
}
