package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SseComponentTest {

    private static final Map<String, Object> EVENT = Map.of(SseConstants.TYPE, "event");

    private final SseHub hub = new SseHub("twitch", SseSettings.defaults());
    private final CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        camel.addComponent("sse", new SseComponent(hub));
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void bodyIsPublishedAndItsIdAnswered() {
        Exchange exchange = template.request("sse:twitch", e -> {
            e.getMessage().setBody("{\"name\":\"Zoë\"}");
            e.getMessage().setHeader(SseConstants.TYPE, "event");
            e.getMessage().setHeader(SseConstants.NAME, "channel.follow");
        });

        SseMessage published = hub.recent(1).get(0);
        assertThat(published.json()).isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(published.name()).isEqualTo("channel.follow");
        assertThat(exchange.getMessage().getHeader(SseConstants.ID)).isEqualTo(published.id());
        assertThat(exchange.getMessage().getBody()).isEqualTo("{\"name\":\"Zoë\"}");
    }

    @Test
    void bytesStreamsAndJsonNodesArePublishedToo() throws Exception {
        byte[] json = "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8);

        template.sendBodyAndHeaders("sse:twitch", json, EVENT);
        template.sendBodyAndHeaders("sse:twitch", new ByteArrayInputStream(json), EVENT);
        template.sendBodyAndHeaders("sse:twitch", new ObjectMapper().readTree(json), EVENT);

        assertThat(hub.recent(9))
                .extracting(SseMessage::json)
                .containsOnly("{\"a\":\"ä\"}")
                .hasSize(3);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"[1]", "text", "{\n}"})
    void bodyThatIsNotOneLineOfJsonIsRefusedWithTheRemedy(String body) {
        assertThatThrownBy(() -> template.sendBodyAndHeaders("sse:twitch", body, EVENT))
                .isInstanceOf(CamelExecutionException.class)
                .rootCause()
                .hasMessageContaining("marshal it once as compact JSON");
        assertThat(hub.published()).isZero();
    }

    @Test
    void missingOrUnknownTypeIsRefused() {
        assertThatThrownBy(() -> template.sendBody("sse:twitch", "{}"))
                .cause()
                .hasMessageContaining(
                        "sse://twitch: set the header CamelSseType to one of [stats, event]; it is missing");
        assertThatThrownBy(() -> template.sendBodyAndHeader("sse:twitch", "{}", SseConstants.TYPE, "x"))
                .cause()
                .hasMessageContaining("it is 'x'");
    }

    @Test
    void unknownHubIsRefusedWhenTheRouteIsMade() {
        assertThatThrownBy(() -> camel.getEndpoint("sse:other"))
                .hasMessageContaining("there is no event stream 'other': write sse:twitch");
        assertThatThrownBy(() -> camel.getEndpoint("sse:twitch?typo=1")).hasMessageContaining("typo");
    }

    @Test
    void streamCannotBeConsumed() {
        assertThatThrownBy(() -> camel.getEndpoint("sse:twitch").createConsumer(e -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("clients read the stream over HTTP");
    }

    @Test
    void yamlRoutePublishes() throws Exception {
        Resource route = ResourceHelper.fromString("publish.camel.yaml", """
                - route:
                    id: publish
                    from:
                      uri: direct:publish
                      steps:
                        - setHeader:
                            name: CamelSseType
                            constant: stats
                        - to:
                            uri: sse:twitch
                """);
        PluginHelper.getRoutesLoader(camel).loadRoutes(route);

        template.sendBody("direct:publish", "{\"type\":\"stats\"}");

        assertThat(hub.totals()).map(SseMessage::json).contains("{\"type\":\"stats\"}");
    }
}
