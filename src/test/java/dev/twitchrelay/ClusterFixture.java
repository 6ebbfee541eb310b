package dev.twitchrelay;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged relays at a simulated Twitch that enforces its limits, a real NATS server, and clients of all relays. */
abstract class ClusterFixture {
    static final Duration PATIENCE = ofSeconds(240);
    static final int REPLICAS = 3;
    private static final int SESSIONS = 2;
    private static final int CLIENTS_EACH = 3;
    private static final int HISTORY = 20_000;

    @TempDir
    Path folder;

    final SimulatorOptions options = SimulatorOptions.defaults();
    final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(ofSeconds(1))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    final AtomicInteger sent = new AtomicInteger();
    final List<Replica> replicas = new ArrayList<>();
    final List<StreamFollower> clients = new ArrayList<>();
    InstalledNats nats;

    final class Replica {
        final int number;
        final int port;
        PackagedRelay relay;
        volatile boolean up;

        Replica(int number, int port) {
            this.number = number;
            this.port = port;
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
                    Map.entry("SSE_HISTORY", String.valueOf(HISTORY)),
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

        /** Whether it has a session that gets the events of the load. */
        boolean receives() {
            return up
                    && get("/api/status")
                            .path("eventsub")
                            .valueStream()
                            .anyMatch(session -> session.path("state").asText().equals("live")
                                    && session.path("subscriptions")
                                            .valueStream()
                                            .allMatch(each ->
                                                    each.path("state").asText().equals("enabled")));
        }

        /** Ends it as an operator does, and starts it again. */
        void restart() throws Exception {
            up = false;
            relay.terminate();
            relay.exitCode(60);
            start();
            awaitUp();
        }
    }

    @BeforeEach
    void start() throws IOException {
        nats = InstalledNats.start(Files.createDirectories(folder.resolve("nats")));
        int[] ports =
                IntStream.generate(FreePort::find).distinct().limit(REPLICAS).toArray();
        for (int i = 0; i < REPLICAS; i++) {
            Replica replica = new Replica(i, ports[i]);
            replicas.add(replica);
            replica.start();
        }
        replicas.forEach(Replica::awaitUp);
        leader();
        awaitSessions();
        for (int i = 0; i < REPLICAS * CLIENTS_EACH; i++) {
            int first = i;
            AtomicInteger connects = new AtomicInteger();
            // each time another one of those that are there
            clients.add(StreamFollower.start(
                    () -> {
                        List<Replica> up =
                                replicas.stream().filter(replica -> replica.up).toList();
                        List<Replica> all = up.isEmpty() ? replicas : up;
                        return all.get((first + connects.getAndIncrement()) % all.size()).port;
                    },
                    i % 2 == 0 ? "?types=event" : ""));
        }
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.connects() > 0));
        load.scheduleAtFixedRate(this::send, 0, millisBetweenEvents(), TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        load.shutdownNow();
        clients.forEach(StreamFollower::close);
        replicas.forEach(replica -> replica.relay.close());
        nats.close();
        twitch.close();
    }

    /** The pause between two events of the load. */
    abstract int millisBetweenEvents();

    private void send() {
        twitch.notifyJson("channel.raid", "{\"n\":\"" + sent.getAndIncrement() + "\"}");
    }

    /** Waits until as many relays receive as there are sessions, because the next fault hits one of them. */
    void awaitSessions() {
        await().atMost(PATIENCE).until(() -> {
            long up = replicas.stream().filter(replica -> replica.up).count();
            return replicas.stream().filter(Replica::receives).count() == Math.min(SESSIONS, up);
        });
    }

    Replica leader() {
        await().atMost(PATIENCE)
                .until(() -> replicas.stream().filter(Replica::leads).count() == 1);
        return replicas.stream().filter(Replica::leads).findFirst().orElseThrow();
    }

    void awaitMore(int events) {
        int enough = clients.stream().mapToInt(StreamFollower::size).max().orElse(0) + events;
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.size() >= enough));
    }

    /** Stops the load, and waits until every client has the last event. */
    int[] end() throws InterruptedException {
        load.shutdown();
        assertThat(load.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.latest() == sent.get() - 1));
        return clients.get(0).numbers();
    }

    /** All clients and all relays have exactly these events, and no client was told that something is missing. */
    void assertTheSameForAll(int[] expected) {
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.unknown()).isEmpty();
            assertThat(client.idsOutOfOrder()).isZero();
            assertThat(client.numbers()).isEqualTo(expected);
        });
        int[] kept = Arrays.copyOfRange(expected, Math.max(0, expected.length - HISTORY / 2), expected.length);
        for (Replica replica : replicas.stream().filter(each -> each.up).toList()) {
            List<Integer> known = new ArrayList<>();
            replica.get("/api/twitch/events?limit=" + kept.length)
                    .findValuesAsText("n")
                    .forEach(n -> known.add(0, Integer.valueOf(n)));
            assertThat(known)
                    .containsExactlyElementsOf(Arrays.stream(kept).boxed().toList());
        }
    }

    void assertNothingLostNothingTwiceAndInOrder() throws InterruptedException {
        int[] arrived = end();
        long different = Arrays.stream(arrived).distinct().count();
        long reordered = IntStream.range(1, arrived.length)
                .filter(i -> arrived[i] < arrived[i - 1])
                .count();
        System.out.printf(
                "%d of %d events reached the clients, %d repeated, %d reordered%n",
                different, sent.get(), arrived.length - different, reordered);
        assertThat(arrived).isEqualTo(IntStream.range(0, sent.get()).toArray());
        assertTheSameForAll(arrived);
    }
}
