package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole relay is away for a while, and follows happen meanwhile. */
class RecoveryIT {
    private static final Duration PATIENCE = ofSeconds(60);

    @TempDir
    Path data;

    private final SimulatorOptions options = SimulatorOptions.defaults().with(ProtocolTime.COUNTERS_LAG, Duration.ZERO);
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private RunningRelay relay;

    private void start() {
        int before = twitch.seen().subscriptionsCreated();
        relay = RunningRelay.start(
                RunningRelay.settingsWithToken(twitch, "twitch.poll-interval", "1s", "relay.data", data));
        twitch.seen()
                .await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= before + EVENT_TYPES.length);
        await().atMost(PATIENCE).until(() -> !status().path("lastLookAt").isNull());
    }

    @AfterEach
    void stop() {
        relay.close();
        twitch.close();
    }

    private JsonNode status() {
        return relay.status().path("recovery");
    }

    /** The names of those who followed, oldest first, with a star on those who were recovered. */
    private List<String> follows() {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : relay.get("/api/twitch/events")) {
            JsonNode message = entry.path("message");
            String star = message.path("origin").asText().equals("replay") ? "*" : "";
            names.add(0, message.path("data").path("user_id").asText() + star);
        }
        return names;
    }

    private String follow() {
        int before = followers();
        twitch.channel().follow();
        await().atMost(PATIENCE).until(() -> followers() > before);
        return newestFollower();
    }

    private JsonNode helix() {
        return RunningRelay.json(relay.send(
                "GET",
                URI.create(twitch.apiUrl() + "/channels/followers?first=1&broadcaster_id="
                        + options.broadcaster().id()),
                "",
                "Authorization",
                "Bearer " + options.accessToken(),
                "Client-Id",
                options.clientId()));
    }

    private int followers() {
        return helix().path("total").asInt();
    }

    private String newestFollower() {
        return helix().path("data").path(0).path("user_id").asText();
    }

    @Test
    void followsOfAPauseComeOnceAsReplaysAndNotAgainAfterAnotherRestart() {
        twitch.channel().follow();
        start();
        assertThat(follows()).as("the first start").isEmpty();
        String live = follow();
        await().atMost(PATIENCE).until(() -> follows().equals(List.of(live)));
        relay.close();
        String first = follow();
        // lists have whole seconds; a follow of the very second of the session's begin is looked at later
        await().pollDelay(ofMillis(1_100)).until(() -> true);
        String second = follow();
        await().pollDelay(ofMillis(1_100)).until(() -> true);

        start();
        await().atMost(PATIENCE).until(() -> follows().size() == 3);
        assertThat(follows()).containsExactly(live, first + "*", second + "*");
        assertThat(status().path("recovered").asInt()).isEqualTo(2);
        JsonNode replay = relay.get("/api/twitch/events?limit=1").path(0).path("message");
        assertThat(replay.path("event").asText()).isEqualTo("channel.follow");
        assertThat(replay.path("data").path("broadcaster_user_id").asText())
                .isEqualTo(options.broadcaster().id());
        relay.close();

        start();
        String last = follow();
        await().atMost(PATIENCE).until(() -> follows().contains(last));
        assertThat(follows()).containsExactly(live, first + "*", second + "*", last);
    }
}
