package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged relay ends under load, in either way, and is started again on what it left; the last time in this process, which is
 * sooner done.
 */
@Thorough
class RestartIT {
    private static final Duration PATIENCE = ofSeconds(240);
    private static final int CLIENTS = 10;
    /** All events of a test. */
    private static final int HISTORY = 10_000;

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<StreamFollower> clients = new ArrayList<>();
    private int port;
    private int sessions;
    private PackagedRelay relay;
    private RunningRelay last;

    private void start(int withSessions) throws IOException {
        sessions = withSessions;
        port = FreePort.find();
        startRelay();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(StreamFollower.start(port, i % 2 == 0 ? "?types=event" : ""));
        }
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.connects() > 0));
        load.scheduleAtFixedRate(this::send, 0, 5, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        load.shutdownNow();
        clients.forEach(StreamFollower::close);
        relay.close();
        if (last != null) {
            last.close();
        }
        twitch.close();
    }

    private void startRelay() throws IOException {
        int subscribed = twitch.seen().subscriptionsCreated();
        relay = PackagedRelay.start(Map.ofEntries(
                Map.entry("TWITCH_CLIENT_ID", options.clientId()),
                Map.entry("TWITCH_ACCESS_TOKEN", options.accessToken()),
                Map.entry("TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString()),
                Map.entry("TWITCH_EVENTSUB_SESSIONS", String.valueOf(sessions)),
                Map.entry("TWITCH_API_URL", twitch.apiUrl().toString()),
                Map.entry("TWITCH_AUTH_URL", twitch.authUrl().toString()),
                Map.entry("SERVER_PORT", String.valueOf(port)),
                Map.entry("MANAGEMENT_SERVER_PORT", "0"),
                Map.entry("SSE_HISTORY", String.valueOf(HISTORY)),
                Map.entry("RELAY_DATA", data.toString()),
                // it is started more often than it is used for long
                Map.entry("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")));
        awaitSubscribed(subscribed);
    }

    private void startRelayHere() {
        int subscribed = twitch.seen().subscriptionsCreated();
        last = RunningRelay.start(Map.of(
                "twitch.client-id", options.clientId(),
                "twitch.access-token", options.accessToken(),
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.eventsub.sessions", sessions,
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl(),
                "server.port", port,
                "sse.history", HISTORY,
                "relay.data", data));
        awaitSubscribed(subscribed);
    }

    private void awaitSubscribed(int subscribed) {
        twitch.seen()
                .await(
                        "subscriptions",
                        PATIENCE,
                        seen -> seen.subscriptionsCreated() >= subscribed + sessions * EVENT_TYPES.length);
    }

    private void send() {
        twitch.notifyJson("channel.raid", "{\"n\":\"" + sent.getAndIncrement() + "\"}");
    }

    private void awaitMore(int events) {
        int enough = clients.get(0).size() + events;
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.size() >= enough));
    }

    /** Stops the load and waits until the last event has reached everybody. */
    private void settle() throws InterruptedException {
        load.shutdown();
        assertThat(load.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.latest() == sent.get() - 1));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return RunningRelay.json(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Every client has what the relay has, each once, in Twitch's order. */
    private void assertNothingLostNothingTwice() throws IOException, InterruptedException {
        List<Integer> known = new ArrayList<>();
        get("/api/twitch/events?limit=" + HISTORY).findValuesAsText("n").forEach(n -> known.add(0, Integer.valueOf(n)));
        assertThat(known).doesNotHaveDuplicates().isSorted().hasSizeGreaterThan(50);
        int[] expected = clients.get(0).numbers();
        assertThat(Arrays.stream(expected).boxed().toList())
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.unknown()).isEmpty();
            assertThat(client.idsOutOfOrder()).isZero();
            assertThat(client.numbers()).isEqualTo(expected);
        });
        int from = Arrays.binarySearch(expected, known.get(0));
        assertThat(known)
                .containsExactlyElementsOf(
                        Arrays.stream(expected, from, expected.length).boxed().toList());
    }

    /** Twitch gives an event again that it has given to the run before, with this message id. */
    private void repeats(String messageId) {
        twitch.faults()
                .sendText("{\"metadata\":{\"message_id\":\"" + messageId + "\",\"message_type\":\"notification\","
                        + "\"message_timestamp\":\"2026-11-25T10:00:00Z\",\"subscription_type\":\"channel.cheer\","
                        + "\"subscription_version\":\"1\"},\"payload\":{\"subscription\":{\"id\":\"s\"},"
                        + "\"event\":{\"bits\":7}}}");
    }

    @ParameterizedTest
    @CsvSource({"1, id-1", "2, id-1", "2, another-id"})
    void killedAndThenTerminatedUnderLoadClientsThatResumeSeeEveryEventExactlyOnceEvenWhenTwitchRepeatsOne(
            int withSessions, String idOfRepeat) throws Exception {
        start(withSessions);
        repeats("id-1");
        awaitMore(100);
        relay.kill();
        startRelay();
        repeats(idOfRepeat);
        awaitMore(100);
        relay.terminate();
        relay.exitCode(90);
        startRelayHere();
        repeats(idOfRepeat);
        awaitMore(100);
        settle();

        assertNothingLostNothingTwice();
        assertThat(clients).allSatisfy(client -> assertThat(client.connects()).isGreaterThanOrEqualTo(3));
        assertThat(get("/api/twitch/events?limit=" + HISTORY).findValuesAsText("bits"))
                .containsExactly("7");
    }
}
