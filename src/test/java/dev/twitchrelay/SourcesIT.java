package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FullDisk;
import dev.twitchrelay.support.RunningRelay;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Senders of events that are not Twitch, over HTTP: what they are told, and what becomes of their requests. */
class SourcesIT {
    private static final String KEY = "a key of 24 characters !";
    private static final String TOKEN = "k0-fi-verification-t0ken";
    private static final AtomicInteger IDS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static final FullDisk DISK = new FullDisk();
    private static RunningRelay relay;

    @BeforeAll
    static void start() throws IOException {
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Path normalizer = routes.resolve("normalizer.camel.yaml");
        // a mistake of the integrator's own, for one type of event
        Files.writeString(
                normalizer,
                Files.readString(normalizer)
                        .replace(
                                "        - marshal:",
                                "        - filter:\n            jq: .event == \"shop.broken\"\n            steps:\n"
                                        + "              - throwException: {exceptionType: java.io.IOException, message: no}\n"
                                        + "        - marshal:"));
        Files.writeString(routes.resolve("echo.camel.yaml"), """
                - route:
                    id: echo
                    from:
                      uri: platform-http:/api/sources/echo
                      steps:
                        - setHeader: {name: X-Own, constant: own}
                        - setBody: {simple: "${header.eventtype}|${header.camelhttpuri}|${header.field}"}
                """);
        relay = RunningRelay.start(
                RunningRelay.settingsWithoutTwitch(
                        "relay.routes",
                        routes,
                        "relay.data",
                        folder.resolve("data"),
                        "sources.incoming.secret",
                        "whsec_" + Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.US_ASCII)),
                        "sources.kofi.token",
                        TOKEN),
                Clock.systemUTC(),
                DISK);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static String newId() {
        return "request-" + IDS.incrementAndGet();
    }

    private static String signature(String id, long timestamp, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(
                                mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> post(String id, Instant time, String body, String... more) throws Exception {
        String[] headers = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "Content-Type",
                    "application/json",
                    "webhook-id",
                    id,
                    "webhook-timestamp",
                    String.valueOf(time.getEpochSecond()),
                    "webhook-signature",
                    signature(id, time.getEpochSecond(), body)
                },
                0,
                headers,
                0,
                8);
        System.arraycopy(more, 0, headers, 8, more.length);
        return relay.send("POST", relay.uri("/api/sources/incoming"), body, headers);
    }

    private static String form(String id, String token) {
        String json = """
                {"verification_token":"%s","message_id":"%s","timestamp":"%s","type":"Donation","is_public":true,\
                "from_name":"Zoë","message":"Good luck! 🎈","amount":"3.00","email":"zoe@example.com","currency":"EUR"}\
                """.formatted(token, id, Instant.now());
        return "data=" + URLEncoder.encode(json, StandardCharsets.UTF_8) + "&other=field";
    }

    private static HttpResponse<String> donate(String id, String token) {
        return relay.send(
                "POST",
                relay.uri("/api/sources/kofi"),
                form(id, token),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static List<JsonNode> published(String id) {
        return StreamSupport.stream(relay.get("/api/twitch/events?limit=1000").spliterator(), false)
                .map(event -> event.path("message"))
                .filter(message -> message.at("/data/user_name").asText().equals(id))
                .toList();
    }

    private static String order(String id) {
        return "{\"event\":\"shop.order\",\"data\":{\"user_name\":\"" + id + "\",\"amount\":\"3.00\"}}";
    }

    @Test
    void aSignedEventIsPublishedOnceHoweverOftenItIsSent() throws Exception {
        String id = newId();

        for (int i = 0; i < 3; i++) {
            assertThat(post(id, Instant.now(), order(id)).statusCode()).isEqualTo(200);
        }

        assertThat(published(id))
                .singleElement()
                .hasToString("{\"type\":\"event\",\"event\":\"shop.order\",\"data\":{\"user_name\":\"" + id
                        + "\",\"amount\":\"3.00\"}}");
    }

    @Test
    void aDonationIsPublishedOnceWithoutTheAddressOfItsGiver() {
        for (int i = 0; i < 2; i++) {
            assertThat(donate("donation-1", TOKEN).statusCode()).isEqualTo(200);
        }

        assertThat(published("Zoë"))
                .singleElement()
                .asString()
                .contains("\"event\":\"kofi.donation\"", "\"message\":\"Good luck! 🎈\"", "\"amount\":\"3.00\"")
                .doesNotContain("example.com", TOKEN);
    }

    @Test
    void aForgedRequestIsRefused() throws Exception {
        String id = newId();
        HttpResponse<String> forged = relay.send(
                "POST",
                relay.uri("/api/sources/incoming"),
                order(id).replace("3.00", "9.00"),
                "webhook-id",
                id,
                "webhook-timestamp",
                String.valueOf(Instant.now().getEpochSecond()),
                "webhook-signature",
                signature(id, Instant.now().getEpochSecond(), order(id)));

        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(donate("donation-2", "guessed").statusCode()).isEqualTo(401);
        assertThat(published(id)).isEmpty();
    }

    @Test
    void whoGuessesTheTokenIsSlowedDown() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<Integer> statuses = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                String token = i < 6 ? "guess" + i : TOKEN;
                statuses.add(vertx.createHttpClient(new HttpClientOptions().setLocalAddress("127.0.0.9"))
                        .request(HttpMethod.POST, relay.uri("/").getPort(), "127.0.0.1", "/api/sources/kofi")
                        .compose(request -> request.putHeader("Content-Type", "application/x-www-form-urlencoded")
                                .send(form("donation-9", token)))
                        .map(HttpClientResponse::statusCode)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }

        assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429, 429);
    }

    @Test
    void aLateRequestAndOneFromTheFutureAreRefused() throws Exception {
        String id = newId();

        assertThat(post(id, Instant.now().minus(Duration.ofSeconds(310)), order(id))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(id, Instant.now().plus(Duration.ofSeconds(310)), order(id))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(id, Instant.now().minus(Duration.ofSeconds(280)), order(id))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|400|not JSON",
                "[]|400|JSON object",
                "{\"event\":\"shop.order\",\"data\":[]}|400|'data'",
                "{\"event\":\"Nonsense!\",\"data\":{}}|400|'event'",
            })
    void aMalformedRequestIsToldWhatIsWrong(String body, int status, String reason) throws Exception {
        HttpResponse<String> answer = post(newId(), Instant.now(), body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(RunningRelay.json(answer).path("error").asText()).contains(reason);
    }

    @Test
    void whatCanNeverBeTakenIsRefusedForGood() throws Exception {
        String large = "{\"event\":\"shop.order\",\"data\":{\"x\":\"" + "y".repeat(250_000) + "\"}}";

        assertThat(post(newId(), Instant.now(), large).statusCode()).isEqualTo(413);
        assertThat(relay.send("POST", relay.uri("/api/sources/nobody"), "").statusCode())
                .isEqualTo(404);
        assertThat(relay.send("GET", relay.uri("/api/sources/incoming"), "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void aFailureOfTheRelayAsksTheSenderToRepeatTheRequest() throws Exception {
        HttpResponse<String> answer = post(newId(), Instant.now(), order("x").replace("shop.order", "shop.broken"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"error\":\"the relay cannot take this now; its log says why\"}");
    }

    @Test
    void whileTheJournalCannotBeWrittenNothingIsAcceptedAndNothingIsDoubledAfterwards() throws Exception {
        String id = newId();
        DISK.full = true;
        try {
            assertThat(post(id, Instant.now(), order(id)).statusCode()).isEqualTo(503);
        } finally {
            DISK.full = false;
        }

        HttpResponse<String> answer = post(id, Instant.now(), order(id));
        for (int tries = 0; answer.statusCode() == 503 && tries < 600; tries++) {
            answer = post(id, Instant.now(), order(id));
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(published(id)).hasSize(1);
    }

    @Test
    void nothingOfARequestComesBackOrPretendsToBeTheRelays() throws Exception {
        String id = newId();
        HttpResponse<String> taken = post(
                id,
                Instant.now(),
                order(id),
                "EventOrigin",
                "test",
                "EventId",
                "of-a-stranger",
                "CamelHttpResponseCode",
                "302",
                "X-Secret",
                "secret");
        HttpResponse<String> echo = relay.send(
                "POST",
                relay.uri("/api/sources/echo?eventtype=a&CamelHttpUri=b"),
                "field=x&EventType=y&CamelHttpUri=z",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Secret",
                "secret",
                "EventType",
                "channel.follow");

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(published(id)).singleElement().asString().doesNotContain("origin");
        assertThat(echo.body()).isEqualTo("||x");
        assertThat(echo.headers().map()).containsKey("x-own");
        for (HttpResponse<String> answer : List.of(taken, echo, donate("donation-3", "guessed"))) {
            assertThat(answer.headers().map().toString().toLowerCase())
                    .doesNotContain("secret", "webhook", "event", "field", "donation", "form-urlencoded");
        }
    }

    @Test
    void noAnswerLetsAPageSendCredentials() throws Exception {
        HttpResponse<String> preflight = relay.send(
                "OPTIONS",
                relay.uri("/api/sources/incoming"),
                "",
                "Origin",
                "https://example.org",
                "Access-Control-Request-Method",
                "POST");
        HttpResponse<String> answer = post(newId(), Instant.now(), order("cors"), "Origin", "https://example.org");

        for (HttpResponse<String> each : List.of(preflight, answer)) {
            assertThat(each.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase().startsWith("access-control-allow"));
        }
    }
}
