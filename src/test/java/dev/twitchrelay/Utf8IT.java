package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.DiscordPeer;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.Thorough;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged relay in the locale of services and containers, which knows English letters only, started as {@code java -jar} and
 * by its launcher.
 */
@Thorough
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

    private static final Path LAUNCHER = Path.of("src/main/dist/twitch-relay");

    @TempDir
    Path folder;

    private enum Start {
        JAR,
        LAUNCHER
    }

    private PackagedRelay start(Start start, Map<String, String> environment, String... arguments) throws Exception {
        return start(start, List.of(), environment, arguments);
    }

    /** @param by the words of a command that starts what the words after it say */
    private PackagedRelay start(Start start, List<String> by, Map<String, String> environment, String... arguments)
            throws Exception {
        Path jar = Path.of("target/twitch-relay.jar").toAbsolutePath();
        Path java = Path.of(System.getProperty("relay.java.home", System.getProperty("java.home")));
        List<String> command = new ArrayList<>(by);
        if (start == Start.JAR) {
            String program = java.resolve("bin/java").toString();
            // as quick as the launcher
            command.addAll(List.of(program, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()));
        } else {
            Path installed = Files.createDirectories(folder.resolve("installed"));
            Files.createSymbolicLink(installed.resolve("twitch-relay.jar"), jar);
            command.add(Files.copy(LAUNCHER, installed.resolve("twitch-relay"), StandardCopyOption.COPY_ATTRIBUTES)
                    .toString());
            environment.put("JAVA_HOME", java.toString());
        }
        command.addAll(List.of(arguments));
        return PackagedRelay.launch(command, environment);
    }

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

    @ParameterizedTest
    @EnumSource
    void routesAreUtf8InEveryLocaleAsTextNameAndId(Start start) throws Exception {
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
            try (PackagedRelay relay = start(start, environment)) {
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
                assertThat(relay.output()).doesNotContain("Exception", "damaged", "this locale");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsPrintUtf8InEveryLocale(Start start) throws Exception {
        makeRoutes();
        Files.writeString(folder.resolve("route"), ROUTE.replace("outbox:greetings", "outbox:größe"));
        OutsideTool.run(List.of("sh", "-c", "cp '" + folder + "/route' '" + folder + "/routes/'" + FILE_NAME));

        try (PackagedRelay relay = start(start, english(), "routes", "check")) {
            assertThat(relay.exitCode(60)).isEqualTo(1);
            assertThat(relay.output()).contains("grüße.camel.yaml:", "größe").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @EnumSource
    void folderWithAForeignNameIsFoundByTheLauncherAndExplainedWithoutIt(Start start) throws Exception {
        makeRoutes();
        // the shell passes bytes on as they are
        Path shell = Files.writeString(folder.resolve("shell"), """
                mv "$RELAY_ROUTES" "$RELAY_ROUTES-$(printf 'gr\\303\\274n')"
                RELAY_ROUTES=$RELAY_ROUTES-$(printf 'gr\\303\\274n') exec "$@"
                """);

        try (PackagedRelay relay = start(start, List.of("sh", shell.toString()), english(), "routes", "check")) {
            int code = relay.exitCode(60);
            if (start == Start.LAUNCHER) {
                assertThat(relay.output()).endsWith(" no mistakes\n").hasLineCount(1);
                assertThat(code).isZero();
            } else {
                assertThat(relay.output()).contains("set LC_ALL=C.UTF-8").doesNotContain("Exception");
                assertThat(code).isNotZero();
            }
        }
    }
}
