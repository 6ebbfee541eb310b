package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.PackagedRelay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged relay in the locale of services and containers, which knows English letters only. */
class Utf8IT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TEXT = "für ♥ 日本 😀";

    /** In a shell's words, because Java may be unable to name such a file in this locale. */
    private static final String FILE_NAME = "$(printf 'gr\\303\\274\\303\\237e.camel.yaml')";

    private static final String ROUTE = """
            - route:
                id: grüße
                from:
                  uri: outbox:greetings
                  parameters:
                    needs: sinks.discord.webhook-url
                    events: channel.raid
                  steps:
                    - transform:
                        jq: '{content: ("%s " + (.data.from_broadcaster_user_name | gsub("ö"; "Ö")))}'
                    - to: kamelet:discord-sink
            """.formatted(TEXT);

    @TempDir
    Path folder;

    private void makeRoutes() throws Exception {
        FolderCopy.of(Path.of("routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("route"), ROUTE, StandardCharsets.UTF_8);
        OutsideTool.run(List.of("sh", "-c", "cp '" + folder + "/route' '" + folder + "/routes/'" + FILE_NAME));
    }

    private Map<String, String> english() {
        return new HashMap<>(Map.of(
                "LC_ALL", "C",
                "RELAY_ROUTES", folder.resolve("routes").toString(),
                "RELAY_DATA", folder.resolve("data").toString()));
    }

    @Test
    void routesAreUtf8InEveryLocaleAsTextNameAndId() throws Exception {
        makeRoutes();
        int port = FreePort.find();
        Map<String, String> environment = english();
        try (DiscordPeer discord = DiscordPeer.start(100, Duration.ofSeconds(1))) {
            environment.putAll(Map.of(
                    "SPRING_PROFILES_ACTIVE", "demo",
                    "SERVER_PORT", String.valueOf(port),
                    "MANAGEMENT_SERVER_PORT", "0",
                    "SINKS_DISCORD_WEBHOOK_URL", discord.url(),
                    "SINKS_LOG_ENABLED", "true"));
            try (PackagedRelay relay = PackagedRelay.start(environment)) {
                HttpClient http = HttpClient.newHttpClient();
                URI raid = URI.create("http://127.0.0.1:" + port + "/api/simulate/channel.raid");
                HttpRequest request = HttpRequest.newBuilder(raid)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"from_broadcaster_user_name\":\"Bjørn ö\",\"viewers\":5}"))
                        .build();
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> http.send(request, HttpResponse.BodyHandlers.ofString())
                                        .statusCode()
                                < 300);

                await().atMost(PATIENCE).untilAsserted(() -> assertThat(discord.accepted())
                        .extracting(message -> message.body().path("content").asText())
                        .contains(TEXT + " Bjørn Ö"));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(relay.output()).contains("channel.raid by Bjørn ö"));
                String status = http.send(
                                HttpRequest.newBuilder(raid.resolve("/api/status"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(new ObjectMapper().readTree(status).path("routes").findValuesAsText("id"))
                        .contains("grüße");
                assertThat(status).contains("grüße.camel.yaml");
                assertThat(relay.output()).doesNotContain("Exception", "damaged");
            }
        }
    }

    @Test
    void commandsPrintUtf8InEveryLocale() throws Exception {
        makeRoutes();
        Files.writeString(folder.resolve("route"), ROUTE.replace("outbox:greetings", "outbox:größe"));
        OutsideTool.run(List.of("sh", "-c", "cp '" + folder + "/route' '" + folder + "/routes/'" + FILE_NAME));

        try (PackagedRelay relay = PackagedRelay.start(english(), "routes", "check")) {
            assertThat(relay.exitCode(60)).isEqualTo(1);
            assertThat(relay.output()).contains("grüße.camel.yaml:", "größe").doesNotContain("Exception");
        }
    }
}
