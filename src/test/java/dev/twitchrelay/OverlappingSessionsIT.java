package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.settingsWithToken;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.CliLikeTwitch;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay with several sessions. {@code -Doverlap.kills=100} kills more often than each build does, and {@code -Doverlap.seed} names
 * the random moments.
 */
@Thorough
class OverlappingSessionsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final int KILLS = Integer.getInteger("overlap.kills", 8);
    private static final long SEED = Long.getLong("overlap.seed", System.nanoTime() & 0xffffff);
    private static final int[] CODES = {1000, 4000, 4002, 4005, 4006, 4007};

    @TempDir
    Path folder;

    /** The shipped routes, with sessions that try again sooner than a person would want. */
    private Path impatientRoutes() throws Exception {
        return impatientRoutes(folder);
    }

    static Path impatientRoutes(Path folder) throws Exception {
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Path file = routes.resolve("eventsub.camel.yaml");
        String text = Files.readString(file);
        assertThat(text).contains("      parameters:\n");
        Files.writeString(
                file,
                text.replace(
                        "      parameters:\n",
                        "      parameters:\n        reconnectDelay: 50ms\n        reconnectMaxDelay: 400ms\n"));
        return routes;
    }

    static List<JsonNode> sessions(RunningRelay relay) {
        return StreamSupport.stream(relay.status().path("eventsub").spliterator(), false)
                .toList();
    }

    private static boolean isComplete(JsonNode session) {
        return session.path("state").asText().equals("live")
                && StreamSupport.stream(session.path("subscriptions").spliterator(), false)
                        .allMatch(each -> each.path("state").asText().equals("enabled"));
    }

    /** All of them are live, and subscribed to everything. */
    static void awaitSessions(RunningRelay relay, int number) {
        await("sessions").atMost(PATIENCE).pollInterval(ofMillis(50)).until(() -> {
            List<JsonNode> all = sessions(relay);
            return all.size() == number && all.stream().allMatch(OverlappingSessionsIT::isComplete);
        });
    }

    private static String event(int number) {
        return "{\"n\":\"" + number + "\"}";
    }

    @Test
    void nothingIsLostWhileSessionsAreKilledOneByOne() throws Exception {
        Random random = new Random(SEED);
        SimulatorOptions options =
                SimulatorOptions.fast().withAnnouncedKeepaliveSeconds(2).withRateLimit(100_000);
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger sent = new AtomicInteger();
        List<StreamFollower> clients = new ArrayList<>();
        TreeMap<String, Integer> kinds = new TreeMap<>();
        try (TwitchSimulator twitch = TwitchSimulator.start(options);
                RunningRelay relay = RunningRelay.start(settingsWithToken(
                        twitch,
                        "twitch.eventsub.sessions",
                        2,
                        "relay.routes",
                        impatientRoutes(),
                        "sse.history",
                        5000))) {
            awaitSessions(relay, 2);
            for (int i = 0; i < 20; i++) {
                clients.add(StreamFollower.start(relay.uri("/").getPort(), "?types=event"));
            }
            await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.connects() > 0));
            sender.scheduleAtFixedRate(
                    () -> twitch.notifyJson("channel.raid", event(sent.getAndIncrement())),
                    0,
                    5,
                    TimeUnit.MILLISECONDS);

            for (int i = 0; i < KILLS; i++) {
                awaitSessions(relay, 2);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
                int victim = random.nextInt(2);
                int welcomes = twitch.seen().welcomes();
                switch (random.nextInt(3)) {
                    case 0 -> {
                        twitch.faults().session(victim).drop();
                        kinds.merge("reset", 1, Integer::sum);
                    }
                    case 1 -> {
                        int code = CODES[random.nextInt(CODES.length)];
                        twitch.faults().session(victim).close(code);
                        kinds.merge("close " + code, 1, Integer::sum);
                    }
                    default -> {
                        twitch.faults().session(victim).halfOpen();
                        kinds.merge("silence", 1, Integer::sum);
                    }
                }
                await("a session begins")
                        .atMost(PATIENCE)
                        .pollInterval(ofMillis(20))
                        .until(() -> twitch.seen().welcomes() > welcomes);
            }
            awaitSessions(relay, 2);
            sender.shutdown();
            assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            int all = sent.get();
            await("all events").atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.size() >= all));

            BitSet required = new BitSet();
            required.set(0, all);
            Tally tally = clients.stream()
                    .map(client -> Tally.of(required, client.numbers()))
                    .reduce(Tally.NONE, Tally::plus);
            System.out.printf(
                    "overlap: seed %d, %d kills %s, %,d events, 20 clients, lost / repeated / reordered %s%n",
                    SEED, KILLS, kinds, all, tally);
            assertThat(tally).isEqualTo(Tally.NONE);
        } finally {
            sender.shutdownNow();
            clients.forEach(StreamFollower::close);
        }
    }

    @Test
    void sessionsThatDeliverOtherEventsGoBackToOneAndNothingComesTwice() {
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.fast());
                RunningRelay relay = RunningRelay.start(settingsWithToken(twitch, "twitch.eventsub.sessions", 2))) {
            twitch.faults().differingCopies(true);
            awaitSessions(relay, 2);
            try (EventStreamRecorder stream = relay.stream("?types=event")) {
                for (int i = 0; i < 12; i++) {
                    twitch.notifyJson("channel.raid", event(i));
                }
                for (int i = 0; i < 12; i++) {
                    assertThat(number(stream)).isEqualTo(i);
                }
                await("one session")
                        .atMost(PATIENCE)
                        .until(() -> sessions(relay).size() == 1);
                assertThat(relay.get("/api/status").path("findings").findValuesAsText("text"))
                        .anyMatch(text -> text.startsWith("the sessions with Twitch deliver events that differ"));
                twitch.notifyJson("channel.raid", event(12));

                assertThat(number(stream)).isEqualTo(12);
                stream.assertExhausted();
            }
        }
    }

    @Test
    void twoEqualCheersAreTwoAndAGiftOfAHundredIsOneAlertAndAHundredSubscriptions() {
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.fast());
                RunningRelay relay = RunningRelay.start(settingsWithToken(twitch, "twitch.eventsub.sessions", 2))) {
            twitch.faults().lateCopies(ofSeconds(2));
            awaitSessions(relay, 2);
            try (EventStreamRecorder stream = relay.stream("?types=event")) {
                String cheer =
                        "{\"user_id\":\"1\",\"user_login\":\"anna\",\"user_name\":\"Anna\",\"bits\":100,\"message\":\"hi\"}";
                twitch.notifyJson("channel.cheer", cheer);
                twitch.notifyJson("channel.cheer", cheer);
                twitch.notifyJson("channel.subscription.gift", "{\"user_id\":\"1\",\"total\":100,\"tier\":\"1000\"}");
                for (int i = 0; i < 100; i++) {
                    twitch.notifyJson(
                            "channel.subscribe",
                            "{\"user_id\":\"" + (1000 + i) + "\",\"tier\":\"1000\",\"is_gift\":true}");
                }

                TreeMap<String, Integer> counts = new TreeMap<>();
                for (int i = 0; i < 103; i++) {
                    counts.merge(
                            RunningRelay.json(stream.awaitMessage(PATIENCE).data())
                                    .path("event")
                                    .asText(),
                            1,
                            Integer::sum);
                }
                assertThat(counts)
                        .containsEntry("channel.cheer", 2)
                        .containsEntry("channel.subscription.gift", 1)
                        .containsEntry("channel.subscribe", 100);
                await("all copies").atMost(PATIENCE).until(() -> twins(relay) == 103);
                stream.assertExhausted();
            }
        }
    }

    @Test
    void aMockThatSendsEverythingToEverySocketCausesNoRepeats() throws Exception {
        try (CliLikeTwitch twitch = new CliLikeTwitch().keepaliveEvery(ofMillis(300));
                RunningRelay relay = RunningRelay.start(Map.of(
                        "twitch.client-id", "0123456789abcdef0123456789abcd",
                        "twitch.access-token", "any-token",
                        "twitch.eventsub.url", twitch.eventSubUrl(),
                        "twitch.eventsub.subscriptions-url", twitch.subscriptionsUrl(),
                        "twitch.api.url", twitch.apiUrl(),
                        "twitch.auth.url", twitch.authUrl(),
                        "relay.routes", impatientRoutes(),
                        "twitch.eventsub.sessions", 3))) {
            awaitSessions(relay, 3);
            AtomicInteger sent = new AtomicInteger();
            ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
            try (EventStreamRecorder stream = relay.stream("?types=event")) {
                sender.scheduleAtFixedRate(
                        () -> twitch.trigger(
                                "channel.raid", new JsonObject().put("n", String.valueOf(sent.getAndIncrement()))),
                        0,
                        5,
                        TimeUnit.MILLISECONDS);
                for (int i = 1; i <= 3; i++) {
                    twitch.closeOne(4005);
                    int connections = 3 + i;
                    await().atMost(PATIENCE).until(() -> twitch.connectionsEver() == connections);
                    // it is subscribed again
                    await().atMost(PATIENCE)
                            .until(() -> twitch.subscribedTypes().size() == 3 * RunningRelay.EVENT_TYPES.length);
                }
                int before = sent.get();
                await().atMost(PATIENCE).until(() -> sent.get() > before + 100);
                sender.shutdown();
                assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < sent.get(); i++) {
                    assertThat(number(stream)).isEqualTo(i);
                }
                stream.assertExhausted();
            } finally {
                sender.shutdownNow();
            }
        }
    }

    @Test
    void aSessionThatTwitchRefusesLeavesTheOtherAlone() {
        try (TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.fast());
                RunningRelay relay = RunningRelay.start(settingsWithToken(twitch, "twitch.eventsub.sessions", 2))) {
            await().atMost(PATIENCE).until(() -> sessions(relay).stream().anyMatch(OverlappingSessionsIT::isComplete));
            twitch.faults().failSubscriptions(null, 429, "number of websocket transports limit exceeded", 1_000);
            await().atMost(PATIENCE).until(() -> sessions(relay).size() == 2);
            try (EventStreamRecorder stream = relay.stream("?types=event")) {
                for (int i = 0; i < 5; i++) {
                    twitch.notifyJson("channel.raid", event(i));
                    assertThat(number(stream)).isEqualTo(i);
                }
            }
            assertThat(sessions(relay).stream().filter(OverlappingSessionsIT::isComplete))
                    .hasSize(1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            relay.get("/api/status").path("findings").findValuesAsText("text"))
                    .anyMatch(text -> text.startsWith("one of the sessions is not connected (waiting): Twitch allows no"
                            + " further session beside the others: number of websocket transports")));
        }
    }

    private static int number(EventStreamRecorder stream) {
        return RunningRelay.json(stream.awaitMessage(PATIENCE).data())
                .path("data")
                .path("n")
                .asInt();
    }

    private static double twins(RunningRelay relay) {
        return relay.send("GET", relay.managementUri("/actuator/prometheus"), "")
                .body()
                .lines()
                .filter(line -> line.startsWith("twitch_relay_eventsub_twins_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
