package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers at the port see of its limits: the packaged relay, with few files. */
class StrangersIT {
    private static final Duration PATIENCE = ofSeconds(120);
    private static final int FILES = 256;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static int port;
    private static int managementPort;
    private static PackagedRelay relay;

    @BeforeAll
    static void start() throws IOException {
        port = FreePort.find();
        managementPort = FreePort.find();
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
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> status().path("connections")
                                .path("stopped")
                                .path("connections")
                                .asInt()
                        > 0);
        assertThat(relay.output().lines().filter(line -> line.contains("ulimit -n")))
                .hasSize(1);
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
