package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink that writes the latest names into text files, as a text source of OBS reads them. */
class LabelsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String TOKEN = "let-me-in-for-this-test";

    @TempDir
    Path folder;

    private Path labels() {
        return folder.resolve("labels");
    }

    private RunningRelay start(TwitchSimulator twitch) {
        int subscribed = twitch.seen().subscriptionsCreated();
        RunningRelay relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch,
                "relay.data",
                folder.resolve("data"),
                "relay.admin-token",
                TOKEN,
                "sinks.labels.enabled",
                true,
                "sinks.labels.folder",
                labels()));
        twitch.seen()
                .await(
                        "subscriptions",
                        PATIENCE,
                        seen -> seen.subscriptionsCreated() >= subscribed + RunningRelay.EVENT_TYPES.length);
        return relay;
    }

    private String text(String file) {
        try {
            return Files.readString(labels().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitText(String file, String text) {
        await().ignoreExceptions().atMost(PATIENCE).until(() -> text(file).equals(text));
    }

    private static void follow(TwitchSimulator twitch, String name) {
        twitch.notifyJson("channel.follow", "{\"user_name\":\"" + name + "\"}");
    }

    @Test
    void filesHoldTheLatestNamesOverARestartAndTestEventsChangeNone() throws IOException {
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.defaults())) {
            try (RunningRelay relay = start(twitch)) {
                follow(twitch, "Jürgen 🎈");
                twitch.notifyJson("channel.cheer", "{\"user_name\":\"Bo\",\"bits\":500}");
                awaitText("latest-follower.txt", "Jürgen 🎈");
                awaitText("latest-cheerer.txt", "Bo (500 bits)");

                String tester = "{\"user_name\":\"Tester\",\"bits\":1}";
                String admin = "Bearer " + TOKEN;
                var answer = relay.post("/api/simulate/channel.cheer", tester, "Authorization", admin);
                assertThat(answer.join().statusCode()).isEqualTo(202);
                twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":1}");
                awaitText("latest-raid.txt", "Bay (1 viewer)");
                assertThat(text("latest-cheerer.txt")).isEqualTo("Bo (500 bits)");
            }
            try (RunningRelay relay = start(twitch)) {
                assertThat(text("latest-follower.txt")).isEqualTo("Jürgen 🎈");
                assertThat(text("latest-raid.txt")).isEqualTo("Bay (1 viewer)");
                assertThat(relay.get("/api/status").path("sinks").toString()).contains("labels");
            }
            try (Stream<Path> files = Files.list(labels())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("latest-follower.txt", "latest-cheerer.txt", "latest-raid.txt");
            }
        }
    }

    @Test
    void aReaderNeverSeesAnEmptyOrMissingFile() {
        int follows = 200;
        String longName = "x".repeat(500);
        Set<Integer> lengths = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.defaults());
                RunningRelay relay = start(twitch)) {
            follow(twitch, longName + 0);
            awaitText("latest-follower.txt", longName + 0);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    lengths.add(text("latest-follower.txt").length());
                }
            });

            for (int n = 1; n <= follows; n++) {
                follow(twitch, longName + n % 10);
            }
            follow(twitch, longName + "!");
            awaitText("latest-follower.txt", longName + "!");
            over.set(true);

            reader.join();
            assertThat(lengths).isEqualTo(Set.copyOf(List.of(longName.length() + 1)));
            assertThat(relay.get("/api/status").path("sinks").isEmpty()).isFalse();
        }
    }
}
