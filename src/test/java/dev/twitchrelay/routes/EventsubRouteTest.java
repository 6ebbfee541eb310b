package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.apache.camel.test.spring.junit5.UseAdviceWith;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** {@code eventsub.camel.yaml} as it ships, but for where its messages come from. */
@CamelSpringBootTest
@UseAdviceWith
@MockEndpointsAndSkip("direct:normalizer|direct:totals|direct:poll")
@SpringBootTest(
        classes = RouteTestContext.class,
        properties = {
            "camel.main.routes-include-pattern=file:routes/eventsub.camel.yaml,file:routes/errors.camel.yaml",
            "twitch.eventsub.url=ws://127.0.0.1:1/ws"
        })
class EventsubRouteTest {
    @Autowired
    private CamelContext context;

    @Autowired
    private ProducerTemplate camel;

    @EndpointInject("mock:direct:normalizer")
    private MockEndpoint normalizer;

    @EndpointInject("mock:direct:totals")
    private MockEndpoint totals;

    @EndpointInject("mock:direct:poll")
    private MockEndpoint poll;

    @BeforeEach
    void start() throws Exception {
        if (!context.isStarted()) {
            AdviceWith.adviceWith(context, "eventsub", route -> route.replaceFromWith("direct:twitch"));
            context.start();
        }
        MockEndpoint.resetMocks(context);
    }

    private void twitchSends(String messageType) throws Exception {
        twitchSends(messageType, "channel.follow", "id-1", "{\"payload\":{}}");
    }

    private void twitchSends(String messageType, String type, String id, String body) throws Exception {
        camel.sendBodyAndHeaders(
                "direct:twitch",
                new ObjectMapper().readTree(body),
                Map.of(
                        "CamelTwitchEventSubMessageType", messageType,
                        "CamelTwitchEventSubMessageId", id,
                        "CamelTwitchEventSubMessageTimestamp", "2026-11-24T20:00:00Z",
                        "CamelTwitchEventSubSubscriptionType", type));
    }

    @Test
    void aNotificationGoesToTheNormalizerAndToTheTotalsWithItsNameInPlainHeaders() throws Exception {
        twitchSends("notification");

        for (MockEndpoint outlet : new MockEndpoint[] {normalizer, totals}) {
            assertThat(outlet.getExchanges()).hasSize(1);
            assertThat(outlet.getExchanges().get(0).getMessage().getHeaders())
                    .containsEntry("EventKind", "event")
                    .containsEntry("EventType", "channel.follow")
                    .containsEntry("EventId", "id-1")
                    .containsEntry("EventTime", "2026-11-24T20:00:00Z");
        }
        assertThat(poll.getExchanges()).isEmpty();
    }

    @Test
    void aFailureOfOneOutletDoesNotStopTheOther() throws Exception {
        normalizer.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("broken by an edit");
        });

        twitchSends("notification");

        assertThat(totals.getExchanges()).hasSize(1);
    }

    @Test
    void anEventThatCouldNotBeToldIsNewWhenItComesAgain() throws Exception {
        String follow = "{\"payload\":{\"event\":{\"user_id\":\"7\",\"followed_at\":\"2026-11-24T20:00:00Z\"}}}";
        normalizer.whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("broken by an edit");
        });

        twitchSends("notification", "channel.follow", "id-1", follow);
        twitchSends("notification", "channel.follow", "id-2", follow);

        assertThat(normalizer.getExchanges()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channel.follow|{\"user_id\":\"1\",\"followed_at\":\"2026-11-24T20:00:00.123456789Z\"}|1",
                "stream.online|{\"id\":\"46\"}|1",
                "channel.poll.end|{\"id\":\"p\",\"status\":\"completed\"}|1",
                "channel.poll.progress|{\"id\":\"p\"}|2",
                "channel.cheer|{\"bits\":100}|2"
            })
    void whatHappensOnceIsToldOnceWhateverItsMessageId(String type, String event, int told) throws Exception {
        for (String id : new String[] {"id-1", "id-2"}) {
            twitchSends("notification", type, id, "{\"payload\":{\"event\":" + event + "}}");
        }

        assertThat(normalizer.getExchanges()).hasSize(told);
        assertThat(totals.getExchanges()).hasSize(told);
    }

    @Test
    void aFreshSessionMakesTheNumbersBeReadAgain() throws Exception {
        poll.expectedMessageCount(1);

        twitchSends("session_welcome");

        poll.assertIsSatisfied();
        assertThat(normalizer.getExchanges()).isEmpty();
    }

    @Test
    void aRevocationIsNoEvent() throws Exception {
        twitchSends("revocation");

        assertThat(normalizer.getExchanges()).isEmpty();
        assertThat(totals.getExchanges()).isEmpty();
    }
}
