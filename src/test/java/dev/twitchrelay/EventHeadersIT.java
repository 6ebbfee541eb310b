package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.WebhookPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink of the packaged relay sees the same headers at the first attempt, at a retry, and after the relay was killed. */
class EventHeadersIT {
    private static final Duration PATIENCE = ofSeconds(240);
    private static final String TOKEN = "let-me-in-for-this-test";

    /** A header of the integrator's own, with all that is hard to write down. */
    private static final String MOOD = "sehr gut 🎈, \"message\":{}, Zoë\\n";

    private static final String PROBE = """
            - route:
                id: probe
                from:
                  uri: outbox:probe
                  parameters:
                    needs: sinks.probe.url
                  steps:
                    - setBody:
                        simple: "kind=${header.EventKind} type=${header.EventType} id=${header.EventId} \
            time=${header.EventTime} origin=${header.EventOrigin} message=${header.MessageId} mood=${header.EventMood}"
                    - removeHeaders:
                        pattern: "*"
                    - to:
                        uri: http:sinks.probe.url
                        parameters:
                          httpMethod: POST
                          httpClientConfigurer: "#sinks"
            """;

    @TempDir
    Path folder;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private final List<String> ids = new ArrayList<>();
    private WebhookPeer sink;
    private PackagedRelay relay;
    private int port;

    @BeforeEach
    void start() throws IOException {
        sink = new WebhookPeer();
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Files.writeString(routes.resolve("sinks/probe.camel.yaml"), PROBE);
        Path normalizer = routes.resolve("normalizer.camel.yaml");
        String shipped = Files.readString(normalizer);
        Files.writeString(
                normalizer,
                shipped.replace(
                        "        - marshal:",
                        "        - setHeader:\n            name: EventMood\n            constant: '" + MOOD
                                + "'\n        - marshal:"));
        startRelay();
    }

    @AfterEach
    void stop() {
        relay.close();
        sink.close();
        twitch.close();
    }

    private void startRelay() throws IOException {
        int subscribed = twitch.seen().subscriptionsCreated();
        port = FreePort.find();
        Map<String, String> environment = new HashMap<>();
        environment.put("TWITCH_CLIENT_ID", options.clientId());
        environment.put("TWITCH_ACCESS_TOKEN", options.accessToken());
        environment.put("TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString());
        environment.put("TWITCH_API_URL", twitch.apiUrl().toString());
        environment.put("TWITCH_AUTH_URL", twitch.authUrl().toString());
        environment.put("RELAY_DATA", folder.resolve("data").toString());
        environment.put("RELAY_ROUTES", folder.resolve("routes").toString());
        environment.put("RELAY_ADMIN_TOKEN", TOKEN);
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        environment.put("OUTBOX_FIRST_RETRY", "100ms");
        environment.put("SINKS_PROBE_URL", sink.url());
        relay = PackagedRelay.start(environment);
        twitch.seen()
                .await(
                        "subscriptions",
                        PATIENCE,
                        seen -> seen.subscriptionsCreated() >= subscribed + EVENT_TYPES.length);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String told() throws InterruptedException {
        return sink.next(PATIENCE).body();
    }

    /** As if the relay had been killed before it noted that it told the sink anything after this message. */
    private void setBackTo(String id) {
        try (Journal journal = Journal.open(folder.resolve("data/journal"), 1L << 20, Disk.REAL)) {
            new FileEventJournal(journal).keptForSinks(id);
        }
    }

    @Test
    void aSinkSeesTheSameHeadersAtTheFirstAttemptAtARetryAndAfterAKill() throws Exception {
        // the relay refuses until its routes run
        await().atMost(PATIENCE)
                .until(() -> send("POST", "/api/simulate/channel.cheer").statusCode() == 202);
        told();
        twitch.notifyJson("channel.raid", "{\"viewers\":1}");
        String first = told();
        sink.failOnce();
        twitch.notifyJson("channel.raid", "{\"viewers\":2}");
        String second = told();
        assertThat(told()).isEqualTo(second);
        assertThat(send("POST", "/api/simulate/channel.cheer").statusCode()).isEqualTo(202);
        String third = told();
        RunningRelay.json(send("GET", "/api/twitch/events"))
                .forEach(event -> ids.add(0, event.path("id").asText()));

        relay.kill();
        setBackTo(ids.get(1));
        startRelay();

        assertThat(List.of(told(), told())).containsExactly(second, third);
        assertThat(first).contains("kind=event type=channel.raid id=").doesNotContain("id= ", "time= ");
        assertThat(second)
                .contains("message=" + ids.get(2), "origin= ")
                .endsWith("mood=" + MOOD)
                .doesNotContain("id= ", "time= ");
        assertThat(third).contains("message=" + ids.get(3), "origin=test").endsWith("mood=" + MOOD);
    }
}
