package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged relay on a disk that takes no further byte, and on a folder that an older release left. */
class FullDiskIT {
    private static final Duration PATIENCE = ofSeconds(120);
    private static final String TOKEN = "let-me-in-please";
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final int port = FreePort.find();

    private Path data() {
        return folder.resolve("data");
    }

    private PackagedRelay start(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TWITCH_CLIENT_ID", "x",
                "TWITCH_EVENTSUB_URL", "ws://127.0.0.1:1/ws",
                "TWITCH_API_URL", "http://127.0.0.1:1/helix",
                "TWITCH_AUTH_URL", "http://127.0.0.1:1/oauth2",
                // a peer that is away: everything waits
                "SINKS_WEBHOOK_URL", "http://127.0.0.1:1/",
                "RELAY_DATA", data().toString(),
                "RELAY_ADMIN_TOKEN", TOKEN,
                "SERVER_PORT", String.valueOf(port),
                "MANAGEMENT_SERVER_PORT", "0"));
        environment.putAll(more);
        PackagedRelay relay = PackagedRelay.start(environment);
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> get("/api/status")
                .has("sinks"));
        return relay;
    }

    /** The system's limit of the size of a file. With 0 no file takes a byte, also not from root. */
    private static void allow(PackagedRelay relay, String bytes) throws IOException, InterruptedException {
        OutsideTool.run(List.of("prlimit", "--pid", String.valueOf(relay.pid()), "--fsize=" + bytes + ":"));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return RunningRelay.json(
                HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private int cheer(int bits) throws IOException, InterruptedException {
        String body = "{\"bits\":" + bits + ",\"message\":\"" + "x".repeat(10_000) + "\"}";
        return HTTP.send(
                        HttpRequest.newBuilder(uri("/api/simulate/channel.cheer"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .header("Authorization", "Bearer " + TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private JsonNode webhook() throws IOException, InterruptedException {
        for (JsonNode sink : get("/api/status").path("sinks")) {
            if (sink.path("name").asText().equals("webhook")) {
                return sink;
            }
        }
        throw new AssertionError("no such sink");
    }

    private List<String> problems() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        get("/api/status").path("findings").forEach(finding -> {
            if (finding.path("level").asText().equals("problem")) {
                problems.add(finding.path("subject").asText() + ": "
                        + finding.path("text").asText());
            }
        });
        return problems;
    }

    private boolean waitsForTheDisk(String file) throws IOException, InterruptedException {
        return get("/api/status").path("unwritten").toString().contains(file);
    }

    @Test
    void onAFullDiskEventsReachClientsPublishersAreToldTheTruthAndSinksShowWhatTheyLack() throws Exception {
        try (PackagedRelay relay = start(Map.of());
                EventStreamRecorder client = EventStreamRecorder.connect(uri("/api/twitch/stream?types=event"))) {
            allow(relay, "0");
            for (int i = 1; i <= 300; i++) {
                assertThat(cheer(i)).isEqualTo(202);
            }

            for (int i = 1; i <= 300; i++) {
                assertThat(client.awaitMessage(PATIENCE).data()).contains("\"bits\":" + i + ",");
            }
            await().atMost(PATIENCE)
                    .until(() -> webhook().path("inMemory").asInt()
                                    + webhook().path("lost").asInt()
                            == 300);
            JsonNode sink = webhook();
            assertThat(sink.path("inMemory").asInt()).isPositive();
            assertThat(sink.path("lost").asInt()).isPositive();
            assertThat(problems())
                    .anyMatch(problem -> problem.startsWith("sink webhook") && problem.contains("are lost"))
                    .anyMatch(problem -> problem.startsWith("disk") && problem.contains("outbox/webhook"));

            allow(relay, "unlimited");
            await().atMost(PATIENCE)
                    .until(() -> get("/api/status").path("unwritten").isEmpty());
            assertThat(cheer(1)).isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() -> webhook().path("inMemory").asInt() == 0
                            && webhook().path("waiting").asInt()
                                    == 301 - sink.path("lost").asInt());
            assertThat(relay.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void aSignInOnAFullDiskIsShownAsUnwrittenAndIsWrittenAsSoonAsThereIsRoom() throws Exception {
        try (TwitchSimulator twitch = TwitchSimulator.start(
                SimulatorOptions.defaults().withoutTokens().with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO))) {
            Map<String, String> settings = Map.of(
                    "TWITCH_CLIENT_ID", twitch.options().clientId(),
                    "TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString(),
                    "TWITCH_API_URL", twitch.apiUrl().toString(),
                    "TWITCH_AUTH_URL", twitch.authUrl().toString());
            try (PackagedRelay relay = start(settings)) {
                await().atMost(PATIENCE)
                        .until(() -> get("/api/sign-in").path("state").asText().equals("waiting"));
                allow(relay, "0");
                twitch.signIn().approve();
                twitch.seen().awaitSubscribed(PATIENCE, "channel.raid");
                await().atMost(PATIENCE).until(() -> waitsForTheDisk("token.json"));

                allow(relay, "unlimited");
                await().atMost(PATIENCE).until(() -> !waitsForTheDisk("token.json"));
                relay.kill();
            }
            twitch.seen().awaitConnections(0, PATIENCE);

            try (PackagedRelay next = start(settings)) {
                twitch.seen().awaitConnections(1, PATIENCE);
                assertThat(next.hasEnded()).isFalse();
            }
        }
    }

    @Test
    void nothingThatTheRelayKeepsIsOpenToOthersEvenIfAnOlderReleaseLeftItSo() throws Exception {
        try (PackagedRelay relay = start(Map.of())) {
            assertThat(cheer(1)).isEqualTo(202);
            assertThat(open()).isEmpty();
            relay.kill();
        }
        try (Stream<Path> all = Files.walk(data())) {
            for (Path each : all.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
                permissions.add(PosixFilePermission.OTHERS_READ);
                permissions.add(PosixFilePermission.GROUP_READ);
                Files.setPosixFilePermissions(each, permissions);
            }
        }

        try (PackagedRelay relay = start(Map.of())) {
            assertThat(cheer(2)).isEqualTo(202);
            assertThat(open()).isEmpty();
            assertThat(relay.hasEnded()).isFalse();
        }
    }

    private List<Path> open() throws IOException {
        try (Stream<Path> all = Files.walk(data())) {
            List<Path> open = new ArrayList<>();
            for (Path each : all.toList()) {
                if (Files.getPosixFilePermissions(each).stream().anyMatch(OTHERS::contains)) {
                    open.add(each);
                }
            }
            return open;
        }
    }
}
