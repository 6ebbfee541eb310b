package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are shown while Twitch does not say the numbers. */
class LastTotalsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String TOTALS =
            "{\"type\":\"stats\",\"data\":{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}}";

    private static final List<String> POLLED =
            List.of("/helix/streams", "/helix/channels/followers", "/helix/subscriptions");

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private RunningRelay relay;

    @BeforeEach
    void aStreamIsOn() {
        twitch.channel().live(true);
        twitch.channel().viewers(321);
        twitch.channel().followers(1234);
        twitch.channel().subs(57);
    }

    @AfterEach
    void stop() {
        relay.close();
        twitch.close();
    }

    private void start() {
        relay = RunningRelay.start(Map.of(
                "twitch.client-id", options.clientId(),
                "twitch.access-token", options.accessToken(),
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl(),
                "twitch.poll-interval", "200ms",
                "relay.data", data));
    }

    private void twitchIsAway() {
        Stream.concat(Stream.of("/oauth2/validate", "/helix/users"), POLLED.stream())
                .forEach(path -> twitch.faults().fail(path, 503, "away", Integer.MAX_VALUE));
    }

    private int statsStatus() {
        return relay.send("GET", relay.uri("/api/twitch/stats"), "").statusCode();
    }

    /** Two rounds of polls from now on have been answered, so that the first has had its effect. */
    private void awaitPolls() {
        Map<String, Integer> before = twitch.seen().requests();
        for (String path : POLLED) {
            String request = "GET " + path;
            twitch.seen().awaitRequests(request, before.getOrDefault(request, 0) + 2, PATIENCE);
        }
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/status").path("polls").size() == 3);
    }

    @Test
    void aRestartWhileTwitchIsAwayGoesOnShowingTheLastTotals() {
        start();
        await().atMost(PATIENCE)
                .until(() ->
                        relay.get("/api/twitch/stats").path("data").path("subs").asInt() == 57);
        String id;
        try (EventStreamRecorder client = relay.stream("")) {
            EventStreamRecorder.Event snapshot = client.awaitMessage(PATIENCE);
            assertThat(snapshot.data()).isEqualTo(TOTALS);
            id = snapshot.id();
        }
        relay.close();
        twitchIsAway();

        start();
        try (EventStreamRecorder client = relay.stream("?lastEventId=" + id)) {
            assertThat(client.awaitMessage(PATIENCE).data()).isEqualTo(TOTALS);
            awaitPolls();
            while (client.waiting() > 0) {
                EventStreamRecorder.Event next = client.awaitEvent(PATIENCE);
                assertThat(next.isMessage() ? next.data() : TOTALS).isEqualTo(TOTALS);
            }
        }
        assertThat(relay.get("/api/twitch/stats").toString()).isEqualTo(TOTALS);

        twitch.faults().forgiveRequests();
        twitch.channel().followers(1300);
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        == 1300);
    }

    @Test
    void aFirstStartWhileTwitchIsAwayShowsNoNumbers() {
        twitchIsAway();
        start();
        awaitPolls();

        assertThat(statsStatus()).isEqualTo(204);
        assertThat(relay.get("/api/status").path("stream").path("live").isNull())
                .isTrue();
    }

    @Test
    void oneResourceThatHasNotAnsweredYetKeepsTheOthersFromBeingShown() {
        twitch.faults().fail("/helix/subscriptions", 500, "away", Integer.MAX_VALUE);
        start();
        awaitPolls();
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= 7);
        twitch.channel().follow();
        await().atMost(PATIENCE).until(() -> relay.get("/api/twitch/events").size() == 1);

        assertThat(statsStatus()).isEqualTo(204);
        twitch.faults().forgiveRequests();
        await().atMost(PATIENCE).until(() -> statsStatus() == 200);
        assertThat(relay.get("/api/twitch/stats").path("data").path("subs").asInt())
                .isEqualTo(57);
        assertThat(relay.get("/api/twitch/stats").path("data").path("followers").asInt())
                .isBetween(1234, 1235);
    }
}
