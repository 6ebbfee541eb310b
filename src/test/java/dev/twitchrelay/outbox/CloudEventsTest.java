package dev.twitchrelay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.support.ManualClock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tests of the route webhook cannot say. They show whole requests. */
class CloudEventsTest {
    private final CloudEvents events = new CloudEvents(
            Map.of("relay.public-url", "https://relay.example.org")::get, new ManualClock("2026-03-01T12:00:00Z"));
    private final Map<String, Object> headers =
            new HashMap<>(Map.of("EventType", "channel.follow", "MessageId", "run-7"));

    private JsonNode structured(String body) throws Exception {
        return JsonMappers.EVENT.readTree(events.write(CloudEvents.STRUCTURED, headers, body));
    }

    @Test
    void textsAndNumbersStayAsTheyAre() throws Exception {
        String data = "{\"user_name\":\"夜の散歩 🎈\",\"n\":123456789012345678901234567890,\"sum\":10.50,\"none\":null}";
        String body = "{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":" + data + "}";

        assertThat(events.write(CloudEvents.BINARY, headers, body)).isEqualTo(data);
        assertThat(events.write(CloudEvents.STRUCTURED, headers, body)).contains("\"data\":" + data);
    }

    @Test
    void withoutATimeOfTheSenderItIsTheTimeOfTheRequest() throws Exception {
        assertThat(structured("{\"data\":{}}").path("time").asText()).isEqualTo("2026-03-01T12:00:00Z");
        headers.put("EventTime", "yesterday");
        assertThat(structured("{\"data\":{}}").path("time").asText()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void severalFoldedEventsAreAListWithoutASchema() throws Exception {
        assertThat(structured("{\"data\":{}}").path("dataschema").asText())
                .isEqualTo("https://relay.example.org/api/schema/channel.follow.json");
        assertThat(structured("{\"folded\":2,\"data\":[{},{}]}").has("dataschema"))
                .isFalse();
    }

    @Test
    void withoutAPublicAddressItIsThisComputers() {
        CloudEvents local = new CloudEvents(
                Map.of("relay.public-url", "", "server.port", "8080")::get, new ManualClock("2026-03-01T12:00:00Z"));

        local.write(CloudEvents.BINARY, headers, "{\"data\":{}}");

        assertThat(headers).containsEntry("ce-source", "http://localhost:8080/api/twitch/stream");
    }

    @Test
    void jsonThatIsNoMessageIsTheDataAsItIs() throws Exception {
        assertThat(structured("{\"color\":\"red\"}").path("data").toString()).isEqualTo("{\"color\":\"red\"}");
    }

    @Test
    void anUnknownFormatAndABodyThatIsNoJsonAreRefused() {
        assertThatThrownBy(() -> events.write("xml", headers, "{}"))
                .hasMessage("'xml' is no format: write cloudevents or cloudevents-binary");
        assertThatThrownBy(() -> events.write(CloudEvents.BINARY, headers, "hello"))
                .hasMessageStartingWith("the body is no JSON");
    }
}
