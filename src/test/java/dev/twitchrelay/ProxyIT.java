package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.RunningRelay;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The relay behind a real proxy, tinyproxy, which wants a user and a password. */
@ExtendWith(OutputCaptureExtension.class)
class ProxyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "S3cr3tProxy";

    @TempDir
    Path folder;

    private String log() throws Exception {
        Path log = folder.resolve("proxy.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Test
    void sessionHelixSignInAndSinksGoThroughTheProxy(CapturedOutput output) throws Exception {
        OutsideTool.run(List.of("tinyproxy", "-v"));
        int port = FreePort.find();
        Path configuration = Files.writeString(
                folder.resolve("tinyproxy.conf"), """
                Port %d
                Listen 127.0.0.1
                BasicAuth relay %s
                LogLevel Info
                LogFile "%s"
                Timeout 600
                MaxClients 50
                """.formatted(port, PASSWORD, folder.resolve("proxy.log")));
        Process proxy = new ProcessBuilder("tinyproxy", "-d", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        SimulatorOptions options = SimulatorOptions.defaults();
        try (TwitchSimulator twitch = TwitchSimulator.start(options);
                DiscordPeer discord = DiscordPeer.start(100, Duration.ofSeconds(1))) {
            await().atMost(PATIENCE)
                    .until(() -> log().contains("Accepting connections") || log().contains("listening"));
            String address = "http://relay:" + PASSWORD + "@127.0.0.1:" + port;
            Map<String, Object> settings = new HashMap<>(Map.of(
                    "twitch.client-id", options.clientId(),
                    "twitch.access-token", options.accessToken(),
                    "twitch.refresh-token", options.refreshToken(),
                    "twitch.eventsub.url", twitch.eventSubUrl(),
                    "twitch.api.url", twitch.apiUrl(),
                    "twitch.auth.url", twitch.authUrl(),
                    "twitch.poll-interval", "1s",
                    "relay.admin-token", "a long admin token of this test",
                    "sinks.discord.webhook-url", discord.url()));
            settings.putAll(Map.of("HTTP_PROXY", address, "HTTPS_PROXY", address, "NO_PROXY", ""));
            try (RunningRelay relay = RunningRelay.start(settings)) {
                twitch.seen().awaitSubscribed(PATIENCE, "channel.raid", "channel.follow");
                relay.send(
                        "POST",
                        relay.uri("/api/simulate/channel.raid"),
                        "",
                        "Authorization",
                        "Bearer a long admin token of this test");
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(discord.accepted())
                        .as(() -> relay.status().path("sinks") + " " + discord.invalid())
                        .isNotEmpty());
                await().atMost(PATIENCE)
                        .until(() -> relay.status()
                                        .path("polls")
                                        .findValues("lastSuccessAt")
                                        .size()
                                >= 3);

                String seen = log();
                for (URI peer :
                        List.of(twitch.eventSubUrl(), twitch.apiUrl(), twitch.authUrl(), URI.create(discord.url()))) {
                    assertThat(seen).contains(peer.getHost() + ":" + peer.getPort());
                }
                assertThat(seen)
                        .contains("CONNECT")
                        .contains("/oauth2/validate")
                        .contains("/helix/");
                assertThat(relay.status().path("findings").toString()).contains("through the proxy 127.0.0.1:" + port);
                assertThat(relay.status().toString() + output.getAll()).doesNotContain("S3cr3t");
            }
        } finally {
            proxy.destroyForcibly().onExit().join();
        }
    }
}
