package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers at the port see of its limits: the packaged relay, with few files and with a route of its user's own. */
class StrangersIT {
    private static final Duration PATIENCE = ofSeconds(120);
    private static final int FILES = 256;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String OWN_ROUTE = """
            - route:
                id: own
                from:
                  uri: platform-http:/own/route
                  parameters:
                    httpMethodRestrict: POST
                  steps:
                    - setBody:
                        constant: own
            """;

    @TempDir
    private static Path folder;

    private static int port;
    private static int managementPort;
    private static PackagedRelay relay;

    @BeforeAll
    static void start() throws IOException {
        port = FreePort.find();
        managementPort = FreePort.find();
        FolderCopy.of(Path.of("routes"), folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/own.camel.yaml"), OWN_ROUTE);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\""));
        command.addAll(PackagedRelay.command());
        relay = PackagedRelay.launch(
                command,
                Map.of(
                        "TWITCH_CLIENT_ID",
                        "x",
                        "TWITCH_AUTH_URL",
                        "http://127.0.0.1:9",
                        "RELAY_ADMIN_TOKEN",
                        "Zm9ydHktdHdvLWNvcnJlY3QtaG9yc2Vz",
                        "RELAY_ROUTES",
                        folder.resolve("routes").toString(),
                        "RELAY_DATA",
                        folder.resolve("data").toString(),
                        "SSE_MAX_CLIENTS_PER_ADDRESS",
                        "0",
                        "SERVER_PORT",
                        String.valueOf(port),
                        "MANAGEMENT_SERVER_PORT",
                        String.valueOf(managementPort)));
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> status().has("sinks"));
    }

    @AfterAll
    static void stop() {
        if (relay != null) {
            relay.close();
        }
    }

    private static String ask(int port, String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static JsonNode status() throws IOException, InterruptedException {
        return RunningRelay.json(ask(port, "/api/status"));
    }

    private static String head(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("", headers);
    }

    @Test
    void whoGuessesTheAdminTokenIsSlowedDownToldInOneLineAndCounted() throws Exception {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/simulate/channel.raid"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .header("Authorization", "Bearer guess-" + i)
                            .timeout(ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }

        assertThat(answers.subList(0, 5)).allMatch(answer -> answer.statusCode() == 401);
        assertThat(answers.subList(5, 20))
                .allMatch(answer -> answer.statusCode() == 429
                        && answer.headers().firstValue("Retry-After").isPresent());
        assertThat(relay.output().lines().filter(line -> line.contains("a wrong admin token came from 127.0.0.1")))
                .hasSize(1);
        await().atMost(PATIENCE)
                .until(() -> status().path("admin").path("refused").asInt() == 15);
        await().atMost(PATIENCE).until(() -> ask(managementPort, "/actuator/prometheus")
                .matches("(?s).*\ntwitch_relay_admin_wrong_total(\\{[^}]*})? 5\\.0\n.*"));
    }

    @Test
    @Thorough
    void aBodyThatTricklesIsEndedWithAReasonAndWhoLeavesInTheMiddleLeavesNoStackTrace() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Socket socket = RawHttp.connect(port, 4096)) {
                RawHttp.send(socket, head("/own/route", "Content-Length: 1000\r\n\r\n", "half"));
            }
        }
        try (Socket socket = RawHttp.connect(port, 4096)) {
            RawHttp.send(socket, head("/own/route", "Content-Length: 1000\r\n\r\n"));
            socket.setSoTimeout(1_000);
            assertThat(trickle(socket)).isEqualTo('H');
            socket.setSoTimeout(5_000);
            assertThat(RawHttp.readToEnd(socket))
                    .startsWith("TTP/1.1 408")
                    .contains("the request's body was not complete in time");
        }
        assertThat(relay.output()).doesNotContain("\tat ", "Exception", "Unhandled");
    }

    /** A byte each second; returns the answer's first byte, or 0 when none has come in 45 s. */
    private static int trickle(Socket socket) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        while (System.nanoTime() < end) {
            RawHttp.send(socket, "a");
            try {
                return socket.getInputStream().read();
            } catch (SocketTimeoutException nothingYet) {
                continue;
            }
        }
        return 0;
    }

    @Test
    void whenFilesRunOutConnectionsAreRefusedWithAReasonAndTheRelayStaysReachable() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        List<String> firstLines = new ArrayList<>();
        try {
            for (int i = 0; i < FILES; i++) {
                Socket socket = RawHttp.connect(port, 4096);
                sockets.add(socket);
                socket.setSoTimeout(5_000);
                firstLines.add(firstLineOfStream(socket));
            }
            assertThat(RawHttp.exchange(
                            managementPort,
                            "GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }

        assertThat(firstLines).contains("HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable");
        // the clients of the next test are served when these have gone
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> status().path("connections").path("open").asInt() == 1);
        assertThat(status().path("connections").path("stopped").path("connections").asInt())
                .isGreaterThan(FILES / 2);
        assertThat(relay.output().lines().filter(line -> line.contains("ulimit -n")))
                .hasSizeBetween(1, 3);
        assertThat(relay.output()).doesNotContain("\tat ", "Too many open files");
    }

    /** Empty when the connection was closed instead. A connection that is left without an answer is a failure. */
    private static String firstLineOfStream(Socket socket) throws IOException {
        try {
            RawHttp.send(socket, "GET /api/twitch/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            return RawHttp.readHead(socket).lines().findFirst().orElse("");
        } catch (SocketException closed) {
            return "";
        }
    }
}
