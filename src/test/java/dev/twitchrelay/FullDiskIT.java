package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole relay on a disk that is full, and on a folder that an older release left. */
class FullDiskIT {
    private static final Duration PATIENCE = ofSeconds(30);
    private static final String TOKEN = "let-me-in-please";
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    @TempDir
    Path data;

    private final FullDisk disk = new FullDisk();

    private RunningRelay start() {
        return RunningRelay.start(
                new TreeMap<>(Map.of(
                        "twitch.client-id", "x",
                        "twitch.eventsub.url", "ws://127.0.0.1:1/ws",
                        "twitch.api.url", "http://127.0.0.1:1/helix",
                        "twitch.auth.url", "http://127.0.0.1:1/oauth2",
                        // a peer that is away: everything waits
                        "sinks.webhook.url", "http://127.0.0.1:1/",
                        "relay.data", data,
                        "relay.admin-token", TOKEN)),
                Clock.systemUTC(),
                disk);
    }

    private static int cheer(RunningRelay relay, int bits) {
        return relay.send(
                        "POST",
                        relay.uri("/api/simulate/channel.cheer"),
                        "{\"bits\":" + bits + ",\"message\":\"" + "x".repeat(10_000) + "\"}",
                        "Authorization",
                        "Bearer " + TOKEN)
                .statusCode();
    }

    private static JsonNode webhook(RunningRelay relay) {
        for (JsonNode sink : relay.status().path("sinks")) {
            if (sink.path("name").asText().equals("webhook")) {
                return sink;
            }
        }
        throw new AssertionError("no such sink");
    }

    private static List<String> problems(RunningRelay relay) {
        List<String> problems = new ArrayList<>();
        relay.status().path("findings").forEach(finding -> {
            if (finding.path("level").asText().equals("problem")) {
                problems.add(finding.path("subject").asText() + ": "
                        + finding.path("text").asText());
            }
        });
        return problems;
    }

    @Test
    void onAFullDiskEventsReachClientsPublishersAreToldTheTruthAndSinksShowWhatTheyLack() {
        try (RunningRelay relay = start();
                EventStreamRecorder client = relay.stream("?types=event")) {
            disk.full = true;
            for (int i = 1; i <= 300; i++) {
                assertThat(cheer(relay, i)).isEqualTo(202);
            }

            for (int i = 1; i <= 300; i++) {
                assertThat(client.awaitMessage(PATIENCE).data()).contains("\"bits\":" + i + ",");
            }
            JsonNode sink = webhook(relay);
            assertThat(sink.path("inMemory").asInt()).isPositive();
            assertThat(sink.path("lost").asInt()).isPositive();
            assertThat(sink.path("inMemory").asInt() + sink.path("lost").asInt())
                    .isEqualTo(300);
            assertThat(problems(relay))
                    .anyMatch(problem -> problem.startsWith("sink webhook") && problem.contains("are lost"))
                    .anyMatch(problem -> problem.startsWith("disk") && problem.contains("outbox/webhook"));

            disk.full = false;
            await().atMost(PATIENCE)
                    .until(() -> relay.status().path("unwritten").isEmpty());
            assertThat(cheer(relay, 1)).isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() -> webhook(relay).path("inMemory").asInt() == 0
                            && webhook(relay).path("waiting").asInt()
                                    == 301 - sink.path("lost").asInt());
        }
    }

    @Test
    void nothingThatTheRelayKeepsIsOpenToOthersEvenIfAnOlderReleaseLeftItSo() throws IOException {
        try (RunningRelay relay = start()) {
            cheer(relay, 1);
        }
        assertThat(open()).isEmpty();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path each : all.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
                permissions.add(PosixFilePermission.OTHERS_READ);
                permissions.add(PosixFilePermission.GROUP_READ);
                Files.setPosixFilePermissions(each, permissions);
            }
        }

        try (RunningRelay relay = start()) {
            cheer(relay, 2);
            assertThat(open()).isEmpty();
        }
    }

    private List<Path> open() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
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
