package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twitch tells the same thing again, under another message id. */
class RepeatedEventsIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String ONLINE = "{\"id\":\"46\",\"type\":\"live\",\"started_at\":\"2026-11-24T20:00:00Z\"}";

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults();
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private RunningRelay relay;

    @BeforeEach
    void start() {
        int before = twitch.seen().subscriptionsCreated();
        relay = RunningRelay.start(RunningRelay.settingsWithToken(twitch, "relay.data", data));
        twitch.seen()
                .await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= before + EVENT_TYPES.length);
        await().atMost(PATIENCE)
                .until(() -> !relay.status().path("stream").path("live").isNull());
    }

    @AfterEach
    void stop() {
        relay.close();
        twitch.close();
    }

    /** The types of all events, oldest first, when the marker that was sent last is among them. */
    private List<String> toldUntil(int bits) {
        twitch.notifyJson("channel.cheer", "{\"bits\":" + bits + "}");
        List<String> types = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            JsonNode events = relay.get("/api/twitch/events");
            types.clear();
            for (JsonNode entry : events) {
                types.add(0, entry.path("message").path("event").asText());
            }
            return events.path(0).path("message").path("data").path("bits").asInt() == bits;
        });
        types.removeIf("channel.cheer"::equals);
        return types;
    }

    private void assertStream(boolean live, String id) {
        JsonNode stream = relay.status().path("stream");
        assertThat(stream.path("live").asBoolean()).isEqualTo(live);
        assertThat(stream.path("id").asText(null)).isEqualTo(id);
        assertThat(relay.get("/api/twitch/stats").path("data").path("live").asBoolean())
                .as("the totals that widgets see")
                .isEqualTo(live);
    }

    @Test
    void aStreamIsToldOnceWhateverTheMessageIds() {
        twitch.notifyJson("stream.online", ONLINE);
        twitch.notifyJson("stream.online", ONLINE);
        assertThat(toldUntil(1)).containsExactly("stream.online");
        assertStream(true, "46");
        JsonNode recovery = relay.status().path("recovery");
        assertThat(recovery.path("repeats").asInt()).isEqualTo(1);
        assertThat(recovery.path("latestRepeat").asText()).startsWith("stream.online of 46");

        twitch.notifyJson("stream.offline", "{\"id\":\"46\"}");
        twitch.notifyJson("stream.offline", "{\"id\":\"46\"}");
        assertThat(toldUntil(2)).containsExactly("stream.online", "stream.offline");
        assertStream(false, null);
        twitch.notifyJson("stream.online", ONLINE);
        assertThat(toldUntil(3)).containsExactly("stream.online", "stream.offline");
        assertStream(false, null);

        relay.close();
        start();
        twitch.notifyJson("stream.online", ONLINE);
        twitch.notifyJson("stream.online", ONLINE.replace("46", "47"));
        assertThat(toldUntil(4)).containsExactly("stream.online", "stream.offline", "stream.online");
        assertStream(true, "47");
    }

    @Test
    void aSecondFollowWithinTwoSecondsIsDroppedAndSaid() {
        String follow = "{\"user_id\":\"900\",\"user_login\":\"ada\",\"user_name\":\"Ada\",\"followed_at\":\"%s\"}";
        Instant now = Instant.now();
        twitch.notifyJson("channel.follow", follow.formatted(now));
        twitch.notifyJson("channel.follow", follow.formatted(now.plusMillis(1_500)));

        assertThat(toldUntil(1)).containsExactly("channel.follow");
        JsonNode recovery = relay.status().path("recovery");
        assertThat(recovery.path("repeats").asInt()).isEqualTo(1);
        assertThat(recovery.path("latestRepeat").asText()).startsWith("channel.follow of");
    }
}
