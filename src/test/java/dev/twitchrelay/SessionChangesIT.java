package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.settingsWithToken;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sessions of a relay change while it runs, or a stream is told by several of them. */
@Thorough
class SessionChangesIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String ADDED = ",\n          channel.update";

    @TempDir
    Path folder;

    /** Saves another list of event types, as an editor does. */
    private static void save(Path routes, boolean withOneMore) throws IOException {
        Path file = routes.resolve("eventsub.camel.yaml");
        String text = Files.readString(file).replace(ADDED, "");
        assertThat(text).contains("stream.offline");
        Path fresh = routes.resolve("eventsub.new");
        Files.writeString(fresh, withOneMore ? text.replace("stream.offline", "stream.offline" + ADDED) : text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitTypes(TwitchSimulator twitch, int sessions, boolean withOneMore) {
        await("types").atMost(PATIENCE).pollInterval(ofMillis(50)).until(() -> {
            var subscriptions = twitch.seen().subscriptions();
            return subscriptions.getOrDefault("channel.update", 0) == (withOneMore ? sessions : 0)
                    && subscriptions.getOrDefault("channel.raid", 0) == sessions;
        });
    }

    @ParameterizedTest(name = "{0} sessions")
    @ValueSource(ints = {1, 2, 3})
    void anEditOfTheEventTypesLosesNothing(int sessions) throws Exception {
        Path routes = OverlappingSessionsIT.impatientRoutes(folder);
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger sent = new AtomicInteger();
        List<StreamFollower> clients = new ArrayList<>();
        try (TwitchSimulator twitch =
                        TwitchSimulator.start(SimulatorOptions.fast().withRateLimit(100_000));
                RunningRelay relay = RunningRelay.start(settingsWithToken(
                        twitch, "twitch.eventsub.sessions", sessions, "relay.routes", routes, "sse.history", 5000))) {
            OverlappingSessionsIT.awaitSessions(relay, sessions);
            for (int i = 0; i < 5; i++) {
                clients.add(StreamFollower.start(relay.uri("/").getPort(), "?types=event"));
            }
            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.connects() > 0));
            sender.scheduleAtFixedRate(
                    () -> twitch.notifyJson("channel.raid", "{\"n\":\"" + sent.getAndIncrement() + "\"}"),
                    0,
                    5,
                    TimeUnit.MILLISECONDS);

            for (int edit = 1; edit <= 4; edit++) {
                save(routes, edit % 2 == 1);
                awaitTypes(twitch, sessions, edit % 2 == 1);
            }
            OverlappingSessionsIT.awaitSessions(relay, sessions);
            sender.shutdown();
            assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            int all = sent.get();
            await("all events").atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.size() >= all));

            BitSet required = new BitSet();
            required.set(0, all);
            assertThat(clients).allSatisfy(client -> assertThat(Tally.of(required, client.numbers()))
                    .isEqualTo(Tally.NONE));
        } finally {
            sender.shutdownNow();
            clients.forEach(StreamFollower::close);
        }
    }

    /** Twitch has told a stream again after minutes, and with other members. */
    @Test
    void aStreamIsToldOnceWhateverSessionTellsItAgain() {
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.fast());
                RunningRelay relay = RunningRelay.start(settingsWithToken(twitch, "twitch.eventsub.sessions", 2))) {
            OverlappingSessionsIT.awaitSessions(relay, 2);
            try (EventStreamRecorder stream = relay.stream("?types=event")) {
                twitch.notifyJson("stream.online", "{\"id\":\"9001\",\"type\":\"live\"}");
                twitch.faults().ageBy(Duration.ofMinutes(-10));
                twitch.notifyJson("stream.online", "{\"id\":\"9001\",\"type\":\"live\",\"started_at\":\"later\"}");
                twitch.faults().session(0).drop();
                twitch.notifyJson("stream.online", "{\"id\":\"9001\",\"type\":\"live\",\"started_at\":\"again\"}");
                twitch.notifyJson("stream.online", "{\"id\":\"9002\",\"type\":\"live\"}");

                assertThat(id(stream)).isEqualTo("9001");
                assertThat(id(stream)).isEqualTo("9002");
                stream.assertExhausted();
            }
        }
    }

    private static String id(EventStreamRecorder stream) {
        return RunningRelay.json(stream.awaitMessage(PATIENCE).data())
                .path("data")
                .path("id")
                .asText();
    }
}
