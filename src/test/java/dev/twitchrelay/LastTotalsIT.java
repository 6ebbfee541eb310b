package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are shown while Twitch does not say the numbers. */
@Thorough
class LastTotalsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String TOTALS =
            "{\"type\":\"stats\",\"data\":{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}}";

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
        relay = RunningRelay.start(
                RunningRelay.settingsWithToken(twitch, "twitch.poll-interval", "200ms", "relay.data", data));
    }

    private void twitchIsAway() {
        for (String path : new String[] {
            "/oauth2/validate", "/helix/streams", "/helix/channels/followers", "/helix/subscriptions", "/helix/users"
        }) {
            twitch.faults().fail(path, 503, "away", Integer.MAX_VALUE);
        }
    }

    private int statsStatus() {
        return relay.send("GET", relay.uri("/api/twitch/stats"), "").statusCode();
    }

    private void awaitFailed(String... polls) {
        await().atMost(PATIENCE).until(() -> {
            JsonNode status = relay.status().path("polls");
            return Stream.of(polls)
                    .allMatch(poll -> status.path(poll).path("error").isTextual());
        });
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
            awaitFailed("poll-streams", "poll-followers", "poll-subscriptions");
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
        awaitFailed("poll-streams", "poll-followers", "poll-subscriptions");

        assertThat(statsStatus()).isEqualTo(204);
        assertThat(relay.status().path("stream").path("live").isNull()).isTrue();
    }

    @Test
    void oneResourceThatHasNotAnsweredYetKeepsTheOthersFromBeingShown() {
        twitch.faults().fail("/helix/subscriptions", 500, "away", Integer.MAX_VALUE);
        start();
        awaitFailed("poll-subscriptions");
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= EVENT_TYPES.length);
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
