package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.Thorough;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged relay with variables as people make them: only a process has variables of its own. */
@Thorough
class DirtyVariablesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void theRelayWorksWithWhatStandsAroundItsVariables() throws Exception {
        SimulatorOptions options = SimulatorOptions.defaults();
        int port = FreePort.find();
        try (TwitchSimulator twitch = TwitchSimulator.start(options);
                DiscordPeer discord = DiscordPeer.start(100, Duration.ofSeconds(1))) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "TWITCH_CLIENT_ID", options.clientId() + "\n",
                    "TWITCH_ACCESS_TOKEN", "oauth:" + options.accessToken() + "\n",
                    "TWITCH_REFRESH_TOKEN", "\"" + options.refreshToken() + "\"",
                    "TWITCH_EVENTSUB_URL", twitch.eventSubUrl().toString().replace("ws:", "WS:") + "/",
                    "TWITCH_API_URL", twitch.apiUrl().toString().replace("http:", "HTTP:") + "//\n",
                    "TWITCH_AUTH_URL", " " + twitch.authUrl() + "/",
                    "TWITCH_POLL_INTERVAL", "1s\n",
                    "RELAY_ADMIN_TOKEN", "a long admin token of this test\r\n",
                    "SINKS_DISCORD_WEBHOOK_URL", "'" + discord.url() + "'\n",
                    "SERVER_PORT", port + "\n"));
            environment.putAll(Map.of("MANAGEMENT_SERVER_PORT", "0 ", "RELAY_DATA", folder.resolve("data") + "\n"));
            try (PackagedRelay relay = PackagedRelay.start(environment)) {
                twitch.seen().awaitSubscribed(PATIENCE, "channel.raid");
                twitch.seen().awaitRequests("GET /helix/streams", 2, PATIENCE);
                URI raid = URI.create("http://127.0.0.1:" + port + "/api/simulate/channel.raid");
                HttpRequest request = HttpRequest.newBuilder(raid)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer a long admin token of this test")
                        .build();
                int status = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode();

                assertThat(status).isLessThan(300);
                await().atMost(PATIENCE).until(() -> !discord.accepted().isEmpty());
                assertThat(relay.output()).doesNotContain("ERROR", "WARN");
                assertThat(folder.resolve("data")).isDirectory();
            }
        }
    }

    @Test
    void aCommandSaysWhatTheRelayWouldRefuse() throws Exception {
        Map<String, String> environment =
                new HashMap<>(Map.of("TWITCH_CLIENT_ID", "S3cr3t\nS3cr3t", "SERVER_PORT", "9"));
        try (PackagedRelay relay = PackagedRelay.start(environment, "doctor")) {
            assertThat(relay.exitCode(60)).isEqualTo(2);
            assertThat(relay.output()).startsWith("twitch.client-id holds").doesNotContain("S3cr3t", "\tat ");
        }
        environment.putAll(Map.of("TWITCH_CLIENT_ID", "x", "TWITCH_API_URL", "api.twitch.tv/helix"));
        try (PackagedRelay relay = PackagedRelay.start(environment, "doctor")) {
            assertThat(relay.exitCode(60)).isEqualTo(2);
            assertThat(relay.output()).contains("twitch.api.url is 'api.twitch.tv/helix'. To do: ");
        }
    }
}
