package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.outbox.OutboxFixture;
import dev.twitchrelay.sse.SseComponent;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.wiring.OfflineVocabulary;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;

/** {@code publish.camel.yaml} as it ships, into a real hub. */
@CamelSpringBootTest
@SpringBootTest(
        classes = {RouteTestContext.class, PublishRouteTest.Hub.class},
        properties = "camel.main.routes-include-pattern=file:routes/publish.camel.yaml,file:routes/errors.camel.yaml")
class PublishRouteTest {
    static class Hub {
        @Bean
        SseHub hub() {
            return new SseHub("twitch", SseSettings.defaults());
        }

        @Bean
        @Primary
        RouteVocabulary withHubAndOutbox(ConfigurableEnvironment environment, SseHub hub) throws IOException {
            return OfflineVocabulary.of(environment, Map.of())
                    .with("sse", new SseComponent(hub))
                    .with("outbox", new OutboxComponent(OutboxFixture.empty()));
        }
    }

    @Autowired
    private ProducerTemplate camel;

    @Autowired
    private SseHub hub;

    @Test
    void aMessageIsPublishedUnderItsKindAndTypeAndItsIdIsTold() {
        byte[] message = "{\"type\":\"event\",\"event\":\"channel.raid\",\"data\":{}}".getBytes();

        String id = camel.request("direct:publish", exchange -> {
                    exchange.getMessage().setBody(message);
                    exchange.getMessage()
                            .setHeaders(new HashMap<>(
                                    Map.of("EventKind", "event", "EventType", "channel.raid", "EventMood", 7)));
                })
                .getMessage()
                .getHeader("CamelSseId", String.class);

        assertThat(hub.recent(1)).singleElement().satisfies(published -> {
            assertThat(published.id()).isEqualTo(id);
            assertThat(published.type()).isEqualTo("event");
            assertThat(published.name()).isEqualTo("channel.raid");
            assertThat(published.json()).isEqualTo(new String(message));
            assertThat(published.headers().values())
                    .isEqualTo(Map.of("EventKind", "event", "EventType", "channel.raid", "EventMood", "7"));
        });
    }

    @Test
    void aMessageWhoseHeadersAreTooLongForAnyStoreIsRefused() {
        long before = hub.published();

        camel.sendBodyAndHeaders("direct:publish", "{}", Map.of("EventKind", "event", "EventMood", "x".repeat(33_000)));

        assertThat(hub.published()).isEqualTo(before);
    }

    @Test
    void whatIsNoMessageIsRefusedAndThePreviousOnesStay() {
        long before = hub.published();

        camel.sendBodyAndHeaders("direct:publish", "two\nlines", Map.of("EventKind", "event"));

        assertThat(hub.published()).isEqualTo(before);
    }
}
