package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Helix and the sign-in of Twitch hang while EventSub is well. */
@Execution(ExecutionMode.CONCURRENT)
@Thorough
class TwitchHalfAwayIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final int TYPES = RunningRelay.EVENT_TYPES.length;

    private final TwitchSimulator twitch = TwitchSimulator.start(SimulatorOptions.defaults());
    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch,
                "twitch.refresh-token",
                twitch.options().refreshToken(),
                "twitch.channel",
                "lanternbay",
                "twitch.poll-interval",
                "1s"));
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= TYPES);
    }

    @AfterEach
    void stop() {
        relay.close();
        twitch.close();
    }

    private JsonNode session() {
        return relay.status().path("eventsub").path(0);
    }

    private void hang(String... paths) {
        for (String path : paths) {
            twitch.faults().hang(path, Integer.MAX_VALUE);
        }
    }

    @Test
    void aLostSessionIsMadeAnewForTheAccountThatWasSeenLast() {
        hang("/oauth2/validate", "/oauth2/token", "/helix/users", "/helix/streams", "/helix/channels/followers");
        int before = twitch.seen().welcomes();
        twitch.faults().close(4006);

        twitch.seen()
                .await(
                        "subscriptions of a second session",
                        ofSeconds(30),
                        seen -> seen.subscriptionsCreated() >= 2 * TYPES);
        assertThat(twitch.seen().welcomes()).isEqualTo(before + 1);
        twitch.channel().follow();
        await().atMost(PATIENCE).until(() -> relay.get("/api/twitch/events").size() == 1);
        assertThat(session().path("state").asText()).isEqualTo("live");
    }

    @Test
    void subscriptionsThatHangAreTriedAgainUntilTheyAreThere() {
        hang("/oauth2/validate", "/helix/users");
        twitch.faults().hang("/helix/eventsub/subscriptions", TYPES);
        twitch.faults().close(4006);

        twitch.seen()
                .await("subscriptions of a second session", PATIENCE, seen -> seen.subscriptionsCreated() >= 2 * TYPES);
    }
}
