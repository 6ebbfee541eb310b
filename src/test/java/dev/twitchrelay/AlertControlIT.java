package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/alerts} and {@code /api/session} as programs and pages use them. */
class AlertControlIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "let-me-in-for-this-test";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TOKEN};

    @TempDir
    static Path data;

    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        relay = RunningRelay.start(RunningRelay.settingsWithoutTwitch("relay.data", data, "relay.admin-token", TOKEN));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static HttpResponse<String> post(String path, String... headers) {
        return relay.send("POST", relay.uri(path), "", headers);
    }

    private static JsonNode give(String order) {
        HttpResponse<String> answer = post("/api/alerts/" + order, ADMIN);
        assertThat(answer.statusCode()).as(order + ": " + answer.body()).isEqualTo(200);
        return RunningRelay.json(answer);
    }

    private static String follow(String name) {
        HttpResponse<String> answer = relay.send(
                "POST", relay.uri("/api/simulate/channel.follow"), "{\"user_name\":\"" + name + "\"}", ADMIN);
        return RunningRelay.json(answer).path("id").asText();
    }

    /** The next event {@code alerts} of a stream. */
    private static JsonNode alerts(EventStreamRecorder stream) {
        EventStreamRecorder.Event event = stream.awaitEvent(SOON);
        while (!"alerts".equals(event.event())) {
            event = stream.awaitEvent(SOON);
        }
        return RunningRelay.json(event.data());
    }

    @Test
    void everyOrderIsAnsweredAndReachesTheStreamAtOnceAndTheNextClientAtItsStart() {
        give("clear");
        String id = follow("Ann");
        try (EventStreamRecorder stream = relay.stream("?types=stats")) {
            alerts(stream);

            assertThat(give("pause").toString()).isEqualTo("{\"paused\":true,\"muted\":false}");
            assertThat(alerts(stream).path("paused").asBoolean()).isTrue();
            assertThat(give("mute").path("muted").asBoolean()).isTrue();
            assertThat(alerts(stream).path("muted").asBoolean()).isTrue();
            give("skip");
            give("skip/" + id);
            give("replay/" + id);
            give("unmute");
            assertThat(give("resume").toString()).isEqualTo("{\"paused\":false,\"muted\":false}");

            try (EventStreamRecorder late = relay.stream("")) {
                JsonNode commands = alerts(late).path("commands");
                assertThat(commands.findValuesAsText("do"))
                        .containsExactly("clear", "pause", "skip", "skip", "replay", "resume");
                assertThat(commands.path(4)
                                .path("message")
                                .path("data")
                                .path("user_name")
                                .asText())
                        .isEqualTo("Ann");
                JsonNode shown = relay.get("/api/alerts");
                assertThat(shown.path("commands")).isEqualTo(commands);
                assertThat(shown.path("time").asLong())
                        .isGreaterThanOrEqualTo(commands.path(5).path("at").asLong());
            }
        }
    }

    @Test
    void aRestartKeepsThePauseAndClientsThatComeBackGetIt() {
        give("pause");
        relay.close();
        start();

        try (EventStreamRecorder stream = relay.stream("")) {
            assertThat(alerts(stream).path("paused").asBoolean()).isTrue();
        }
        give("resume");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay/x-1", "skip/x", "replay/%0a", "nothing", "replay/"})
    void anEventOrAnOrderThatIsNotThereIs404(String order) {
        assertThat(post("/api/alerts/" + order, ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void strangersSeeTheStateAndChangeNothing() {
        JsonNode before = relay.get("/api/alerts").path("commands");
        String id = follow("Ann");
        for (String order :
                List.of("pause", "resume", "skip", "clear", "mute", "unmute", "skip/" + id, "replay/" + id)) {
            assertThat(post("/api/alerts/" + order).statusCode()).as(order).isEqualTo(401);
            assertThat(post("/api/alerts/" + order, "Origin", "https://evil.example.com")
                            .statusCode())
                    .as(order)
                    .isEqualTo(403);
        }

        assertThat(post("/api/alerts/pause", "Authorization", "Bearer a wrong token")
                        .statusCode())
                .isEqualTo(401);

        assertThat(relay.get("/api/alerts").path("commands")).isEqualTo(before);
    }

    @Test
    void aPageEntersTheTokenOnceAndThenItsCookieIsEnoughForEverythingThatIsGuarded() {
        HttpResponse<String> begun = post("/api/session", ADMIN);
        assertThat(begun.statusCode()).isEqualTo(204);
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        assertThat(cookie).doesNotContain(TOKEN);
        String[] ofAPage = {"Cookie", cookie, "X-Relay-Page", "1"};

        assertThat(post("/api/simulate/channel.raid", ofAPage).statusCode()).isEqualTo(202);
        assertThat(post("/api/alerts/mute", ofAPage).statusCode()).isEqualTo(200);
        assertThat(post("/api/alerts/unmute", ofAPage).statusCode()).isEqualTo(200);
        assertThat(relay.send("GET", relay.uri("/api/outbox"), "", ofAPage).statusCode())
                .isEqualTo(200);

        assertThat(post("/api/alerts/mute", "Cookie", cookie).statusCode())
                .as("a request that a foreign page has caused")
                .isEqualTo(401);
        assertThat(post("/api/alerts/mute", "Cookie", cookie, "X-Relay-Page", "1", "Origin", "http://127.0.0.1:1")
                        .statusCode())
                .as("a page of another port")
                .isEqualTo(403);
        assertThat(relay.send("OPTIONS", relay.uri("/api/alerts/mute"), "", "Origin", "http://127.0.0.1:1")
                        .headers()
                        .map())
                .as("no page of another origin may send our header")
                .doesNotContainKeys("access-control-allow-headers", "access-control-allow-origin");
        assertThat(relay.send("DELETE", relay.uri("/api/session"), "", ofAPage)
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .contains("Max-Age=0");
    }

    @Test
    void withoutTheTokenThereIsNoSession() {
        HttpResponse<String> refused = post("/api/session");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().map()).doesNotContainKey("set-cookie");
    }
}
