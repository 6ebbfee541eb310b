package dev.twitchrelay;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RouteFolderFixture;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Tally;
import dev.twitchrelay.support.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twitch sends much faster than a step of a route works. */
@Thorough
class SlowStepIT {
    private static final int EVENTS = 8_000;

    /** All events together are larger than the relay's memory. */
    private static final String FILLER = "x".repeat(25_000);

    private static final String MEMORY = "-Xmx128m";
    private static final Duration PATIENCE = ofSeconds(90);

    /** The relay gives up a socket that is silent for longer; see SessionSocket. */
    private static final Duration SILENCE = ofSeconds(3);

    private static final String MARSHAL = "        - marshal:\n";
    private static final String SLOW = "        - delay: {constant: \"50\", asyncDelayed: false}\n" + MARSHAL;

    @TempDir
    Path folder;

    @Test
    void twitchIsHeldBackAndNothingIsLost() throws Exception {
        // a ping that waits behind the events cannot be answered in time
        SimulatorOptions options = SimulatorOptions.defaults()
                .withAnnouncedKeepaliveSeconds(2)
                .with(ProtocolTime.PONG_TIMEOUT, ofHours(1));
        RouteFolderFixture routes = RouteFolderFixture.workingCopy(Files.createDirectory(folder.resolve("routes")));
        String quick = routes.text("normalizer.camel.yaml");
        routes.write("normalizer.camel.yaml", quick.replace(MARSHAL, SLOW));
        int port = FreePort.find();
        try (TwitchSimulator twitch = TwitchSimulator.start(options);
                PackagedRelay relay = PackagedRelay.start(Map.ofEntries(
                        entry("JAVA_OPTS", MEMORY),
                        entry("TWITCH_CLIENT_ID", options.clientId()),
                        entry("TWITCH_ACCESS_TOKEN", options.accessToken()),
                        entry("TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString()),
                        entry("TWITCH_API_URL", twitch.apiUrl().toString()),
                        entry("TWITCH_AUTH_URL", twitch.authUrl().toString()),
                        entry("SSE_HISTORY", "100"),
                        entry("SERVER_PORT", String.valueOf(port)),
                        entry("MANAGEMENT_SERVER_PORT", "0"),
                        entry("RELAY_ROUTES", routes.path().toString()),
                        entry("RELAY_DATA", folder.resolve("data").toString())))) {
            twitch.seen().awaitSubscribed(PATIENCE, "channel.raid");
            try (StreamFollower client = StreamFollower.start(port, "?types=event")) {
                await().atMost(PATIENCE).until(() -> client.connects() > 0);
                for (int number = 0; number < EVENTS; number++) {
                    twitch.notifyJson("channel.raid", "{\"n\":\"" + number + "\",\"filler\":\"" + FILLER + "\"}");
                }
                int slowly = (int) (2 * SILENCE.toMillis() / 50);
                await().atMost(PATIENCE).until(() -> client.size() > slowly);
                assertThat(client.size()).as("events until now").isLessThan(EVENTS / 2);

                routes.write("normalizer.camel.yaml", quick);
                await().atMost(PATIENCE).until(() -> client.size() >= EVENTS);

                BitSet required = new BitSet();
                required.set(0, EVENTS);
                assertThat(Tally.of(required, client.numbers())).isEqualTo(Tally.NONE);
                assertThat(client.connects()).isEqualTo(1);
            }
            assertThat(twitch.seen().welcomes()).as("sessions").isEqualTo(1);
            assertThat(relay.hasEnded()).isFalse();
        }
    }
}
