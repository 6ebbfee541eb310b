package dev.twitchrelay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.StreamFollower;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole relay against a peer that breaks a rule, is good for a while, and breaks the next one. */
@Thorough
class RuleBreakerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS_BETWEEN = 20;

    @TempDir
    Path folder;

    @Test
    void whateverRuleIsBrokenTheNextGoodSessionDeliversEverythingOnce() throws Exception {
        long seed = Long.getLong("campaign.seeds", System.nanoTime() & 0xffffff);
        try (RuleBreaker twitch = new RuleBreaker();
                RunningRelay relay = start(twitch);
                StreamFollower client = StreamFollower.start(relay.uri("/").getPort(), "?types=event")) {
            await().atMost(PATIENCE).until(() -> client.connects() > 0 && twitch.ready() != null);
            List<Map.Entry<String, RuleBreaker.Rudeness>> rudenesses =
                    new ArrayList<>(twitch.rudenesses().entrySet());
            Collections.shuffle(rudenesses, new Random(seed));
            System.out.printf("rule breaker: seed %d, %d broken rules%n", seed, rudenesses.size());
            int sent = 0;
            for (Map.Entry<String, RuleBreaker.Rudeness> rudeness : rudenesses) {
                for (int i = 0; i < EVENTS_BETWEEN; i++) {
                    twitch.ready().notification(sent++);
                }
                int last = sent - 1;
                await(rudeness.getKey()).atMost(PATIENCE).until(() -> client.latest() == last);
                int connections = twitch.connections();
                twitch.nextConnection(rudeness.getValue());
                twitch.ready().reset();
                await(rudeness.getKey())
                        .atMost(PATIENCE)
                        .until(() -> twitch.connections() >= connections + 2 && twitch.ready() != null);
            }
            assertThat(client.numbers()).isEqualTo(IntStream.range(0, sent).toArray());
            assertThat(client.connects()).isEqualTo(1);
        }
    }

    private RunningRelay start(RuleBreaker twitch) throws IOException {
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Path eventsub = routes.resolve("eventsub.camel.yaml");
        String shipped = Files.readString(eventsub);
        String parameters = "      parameters:\n";
        assertThat(shipped).containsOnlyOnce(parameters);
        Files.writeString(
                eventsub,
                shipped.replace(
                        parameters,
                        parameters + "        reconnectDelay: 20ms\n        reconnectMaxDelay: 100ms\n"
                                + "        welcomeTimeout: 1s\n        handoverTimeout: 2s\n"));
        return RunningRelay.start(Map.of(
                "twitch.client-id", "c",
                "twitch.access-token", "any-token",
                "twitch.eventsub.url", twitch.url("ws", "/ws"),
                "twitch.api.url", twitch.url("http", "/helix"),
                "twitch.auth.url", twitch.url("http", "/oauth2"),
                "relay.routes", routes,
                "relay.data", folder.resolve("data")));
    }
}
