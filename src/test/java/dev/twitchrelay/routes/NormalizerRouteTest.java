package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.contract.Payloads;
import dev.twitchrelay.contract.Payloads.Payload;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.EndpointInject;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** {@code normalizer.camel.yaml} as it ships: the message format, to the byte. */
@CamelSpringBootTest
@MockEndpointsAndSkip("direct:publish")
@SpringBootTest(
        classes = RouteTestContext.class,
        properties =
                "camel.main.routes-include-pattern=file:routes/normalizer.camel.yaml,file:routes/errors.camel.yaml")
class NormalizerRouteTest {
    @Autowired
    private ProducerTemplate camel;

    private final ObjectMapper json = RouteVocabulary.json();

    @EndpointInject("mock:direct:publish")
    private MockEndpoint published;

    @BeforeEach
    void forget() {
        published.reset();
    }

    private String normalized(String body, String... headers) throws IOException {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        JsonNode node = json.readTree(body);
        camel.sendBodyAndHeaders("direct:normalizer", node, all);
        return published.getExchanges().isEmpty()
                ? null
                : published.getExchanges().get(0).getMessage().getBody(String.class);
    }

    static List<Payload> events() {
        return Payloads.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void anEventOfAnyTypeIsPassedOnUnchanged(Payload payload) throws IOException {
        String type = payload.type();
        String event = payload.event().toString();

        String message = normalized(
                "{\"metadata\":{\"subscription_type\":\"%s\"},\"payload\":{\"subscription\":{},\"event\":%s}}"
                        .formatted(type, event),
                "EventKind",
                "event",
                "EventType",
                type);

        assertThat(message).isEqualTo("{\"type\":\"event\",\"event\":\"" + type + "\",\"data\":" + event + "}");
    }

    @Test
    void namesAndNumbersKeepTheirCharactersAndDigits() throws IOException {
        String event =
                "{\"user_name\":\"Zoë 🥞 \\\"q\\\" </script>\",\"n\":1.50,\"big\":12345678901234567890,\"none\":null}";

        String message = normalized(
                "{\"payload\":{\"event\":" + event + "}}", "EventKind", "event", "EventType", "channel.follow");

        assertThat(message).isEqualTo("{\"type\":\"event\",\"event\":\"channel.follow\",\"data\":" + event + "}");
    }

    @Test
    void statsHaveTheirFourKeysInOrder() throws IOException {
        String message = normalized(
                "{\"subs\":57,\"followers\":1234,\"viewers\":321,\"live\":true,\"more\":1}", "EventKind", "stats");

        assertThat(message)
                .isEqualTo(
                        "{\"type\":\"stats\",\"data\":{\"live\":true,\"viewers\":321,\"followers\":1234,\"subs\":57}}");
    }

    @Test
    void whatIsNotLiveSaysWhereItComesFrom() throws IOException {
        String message = normalized(
                "{\"payload\":{\"event\":{}}}",
                "EventKind",
                "event",
                "EventType",
                "channel.raid",
                "EventOrigin",
                "test");

        assertThat(message)
                .isEqualTo("{\"type\":\"event\",\"event\":\"channel.raid\",\"data\":{},\"origin\":\"test\"}");
    }

    @Test
    void aKindThatNobodyKnowsIsNotPublished() throws IOException {
        assertThat(normalized("{}", "EventKind", "gossip")).isNull();
    }
}
