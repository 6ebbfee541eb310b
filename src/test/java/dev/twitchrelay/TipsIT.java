package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.LogLines;
import dev.twitchrelay.support.RunningRelay;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources that ask their service, against an HTTP server that answers as Streamlabs and StreamElements do. */
class TipsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHANNEL = "5ad23dcc18fff500d78c5348";
    private static final String LABS = "/api/v2.0/donations";
    private static final String ELEMENTS = "/kappa/v2/tips/" + CHANNEL;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = Map.of(LABS, new AtomicInteger(), ELEMENTS, new AtomicInteger());
    private final List<String> foreign = new CopyOnWriteArrayList<>();
    private volatile boolean refuses;
    private RunningRelay relay;

    @BeforeEach
    void start() throws IOException {
        HttpServer services = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        for (String name : List.of("streamlabs", "streamelements")) {
            Path file = routes.resolve("sources/" + name + ".camel.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "uri: https://(api\\.)?[a-z]+\\.com/",
                                    "uri: http://127.0.0.1:" + services.actualPort() + "/")
                            .replace("period: 15s", "period: 100"));
        }
        answers.put(LABS, "{\"data\":[]}");
        answers.put(ELEMENTS, "{\"docs\":[],\"total\":0}");
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        request.headers().forEach(header -> {
            if (header.getKey().toLowerCase().startsWith("event")) {
                foreign.add(header.getKey());
            }
        });
        boolean known = "Bearer let-me-in".equals(request.getHeader("Authorization")) && !refuses;
        request.response()
                .setStatusCode(known ? 200 : 401)
                .end(known ? answers.getOrDefault(request.path(), "") : "{}")
                .onComplete(sent -> asked.get(request.path()).incrementAndGet());
    }

    private void startRelay() {
        relay = RunningRelay.start(RunningRelay.settingsWithoutTwitch(
                "relay.routes",
                folder.resolve("routes"),
                "relay.data",
                folder.resolve("data"),
                "sources.streamlabs.token",
                "let-me-in",
                "sources.streamelements.token",
                "let-me-in",
                "sources.streamelements.channel",
                CHANNEL));
    }

    /** Waits until both services were asked again, twice: the first answer may have been on its way. */
    private void askedAgain() {
        for (AtomicInteger count : asked.values()) {
            int before = count.get();
            await().atMost(PATIENCE).until(() -> count.get() > before + 2);
        }
    }

    private List<String> published() {
        List<String> all = new ArrayList<>();
        for (JsonNode event : relay.get("/api/twitch/events?limit=1000")) {
            JsonNode message = event.path("message");
            all.add(
                    0,
                    message.path("event").asText() + " "
                            + message.at("/data/user_name").asText() + " "
                            + message.at("/data/text").asText()
                            + (message.has("origin")
                                    ? " (" + message.path("origin").asText() + ")"
                                    : ""));
        }
        return all;
    }

    private static String donation(int id, Instant at, String name) {
        return "{\"donation_id\":" + id + ",\"created_at\":" + at.getEpochSecond()
                + ",\"currency\":\"EUR\",\"amount\":\"20.5000000000\",\"name\":\"" + name
                + "\",\"message\":\"hi\",\"email\":\"someone@example.com\"}";
    }

    private static String tip(int id, Instant at, String name, String approved) {
        return "{\"_id\":\"67b5f39d07ecd4c594e60f" + id + "\",\"channel\":\"" + CHANNEL
                + "\",\"status\":\"success\",\"approved\":\"" + approved + "\",\"createdAt\":\"" + at
                + "\",\"donation\":{\"user\":{\"username\":\"" + name
                + "\",\"email\":\"someone@example.com\"},\"message\":\"\",\"amount\":4.2,\"currency\":\"USD\"}}";
    }

    @Test
    void tipsArePublishedOnceAlsoOverARestartAndWhenAModeratorAllowsThemLate() {
        Instant now = Instant.now();
        startRelay();
        askedAgain();
        answers.put(LABS, "{\"data\":[" + donation(2, now, "Bo") + "," + donation(1, now, "Ada") + "]}");
        answers.put(
                ELEMENTS, "{\"docs\":[" + tip(12, now, "Di", "pending") + "," + tip(11, now, "Cy", "allowed") + "]}");
        await().atMost(PATIENCE).until(() -> published().size() == 3);
        askedAgain();

        List<String> first = published();
        assertThat(first)
                .containsExactlyInAnyOrder(
                        "streamlabs.donation Ada gave 20.50 EUR on Streamlabs",
                        "streamlabs.donation Bo gave 20.50 EUR on Streamlabs",
                        "streamelements.tip Cy gave 4.20 USD on StreamElements")
                .containsSubsequence(
                        "streamlabs.donation Ada gave 20.50 EUR on Streamlabs",
                        "streamlabs.donation Bo gave 20.50 EUR on Streamlabs");
        assertThat(relay.get("/api/twitch/events").toString()).doesNotContain("example.com", "let-me-in");
        assertThat(foreign).as("headers that stay inside").isEmpty();

        relay.close();
        answers.put(
                ELEMENTS, "{\"docs\":[" + tip(12, now, "Di", "allowed") + "," + tip(11, now, "Cy", "allowed") + "]}");
        Instant away = now.minus(Duration.ofMinutes(20));
        answers.put(
                LABS,
                "{\"data\":[" + donation(2, now, "Bo") + "," + donation(1, now, "Ada") + "," + donation(0, away, "Ed")
                        + "]}");
        startRelay();
        await().atMost(PATIENCE).until(() -> published().size() == 5);
        askedAgain();

        assertThat(published())
                .containsAll(first)
                .hasSize(5)
                .contains(
                        "streamelements.tip Di gave 4.20 USD on StreamElements",
                        "streamlabs.donation Ed gave 20.50 EUR on Streamlabs (replay)");
    }

    @Test
    void aTokenThatIsRefusedIsOneLineInTheLogWithoutTheToken() {
        startRelay();
        askedAgain();
        try (LogLines log = new LogLines("ROOT")) {
            refuses = true;
            askedAgain();

            List<String> lines = log.lines().stream()
                    .filter(line -> line.contains("is asked again"))
                    .toList();
            assertThat(lines)
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("WARN") && line.contains("401"))
                    .noneMatch(line -> line.contains("let-me-in"));
            assertThat(published()).isEmpty();
        }
    }
}
