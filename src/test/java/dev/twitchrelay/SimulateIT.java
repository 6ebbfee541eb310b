package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.contract.Payloads;
import dev.twitchrelay.contract.Payloads.Payload;
import dev.twitchrelay.contract.Schemas;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RunningRelay;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code POST /api/simulate/{type}} as integrators use it. */
class SimulateIT {
    private static final String TOKEN = "let-me-in-for-this-test";
    private static RunningRelay relay;

    @BeforeAll
    static void start() {
        // test events need neither a sign-in nor Twitch
        relay = RunningRelay.start(RunningRelay.settingsWithoutTwitch("relay.admin-token", TOKEN));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static HttpResponse<String> post(String type, String body) {
        return relay.send(
                "POST",
                relay.uri("/api/simulate/" + type),
                body,
                "Authorization",
                "Bearer " + TOKEN,
                // what curl -d claims
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    static Stream<String> types() {
        return Payloads.samples().stream().map(Payload::type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aPlausibleEventIsPublishedUnderTheIdOfTheAnswer(String type) {
        HttpResponse<String> answer = post(type, "");

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode newest = relay.get("/api/twitch/events?limit=1").path(0);
        assertThat(newest.path("id").asText())
                .isEqualTo(RunningRelay.json(answer).path("id").asText());
        assertThat(newest.path("message").fieldNames()).toIterable().containsExactly("type", "event", "data", "origin");
        assertThat(newest.path("message").path("event").asText()).isEqualTo(type);
        assertThat(newest.path("message").path("data").toString()).doesNotContain("$");
        // as a program would check that knows no more than what the relay serves
        assertThat(Schemas.faults(relay.get("/api/schema/message.json"), newest.path("message")))
                .isEmpty();
        assertThat(Schemas.faults(
                        relay.get("/api/schema/" + type + ".json"),
                        newest.path("message").path("data")))
                .isEmpty();
    }

    @Test
    void aBodyBecomesTheEventToTheLastDigit() {
        String event = "{\"user_name\":\"Zoë 🥞\",\"n\":12345678901234567890.10}";
        try (EventStreamRecorder stream = relay.stream("?types=event")) {
            post("channel.follow", event);

            assertThat(stream.awaitMessage(Duration.ofSeconds(5)).data())
                    .isEqualTo("{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":" + event
                            + ",\"origin\":\"test\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channel.follow|[1]|JSON object",
                "channel.follow|{\"a\":1}{\"b\":2}|not JSON",
                "channel.follow|{|not JSON",
                "nonsense|''|not an event type",
                "channel.folow|''|no sample",
            })
    void aRequestThatIsWrongIsToldWhyAndPublishesNothing(String type, String body, String reason) {
        JsonNode before = relay.get("/api/twitch/events");

        HttpResponse<String> answer = post(type, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningRelay.json(answer).path("error").asText()).contains(reason);
        assertThat(relay.get("/api/twitch/events")).isEqualTo(before);
    }

    @Test
    void anEventThatCannotBePublishedIsRefusedAndNotEchoed() {
        HttpResponse<String> answer = post("channel.follow", "{\"x\":\"" + "y".repeat(300_000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningRelay.json(answer).path("error").asText())
                .isNotBlank()
                .hasSizeLessThan(1_000);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase().startsWith("event"));
    }

    @Test
    void withoutTheAdminTokenNothingHappens() {
        assertThat(relay.send("POST", relay.uri("/api/simulate/channel.follow"), "")
                        .statusCode())
                .isEqualTo(401);
    }
}
