package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Publishes the body of an exchange, one JSON object on one line, with its {@link EventHeaders}, and sets the id as a
 * header. Thread-safe.
 */
class SseProducer extends DefaultProducer {

    private final SseHub hub;

    SseProducer(SseEndpoint endpoint, SseHub hub) {
        super(endpoint);
        this.hub = hub;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        try {
            SseMessage published = hub.publish(
                    message.getHeader(SseConstants.TYPE, String.class),
                    message.getHeader(SseConstants.NAME, String.class),
                    EventHeaders.of(message.getHeaders()),
                    bytes(message));
            message.setHeader(SseConstants.ID, published.id());
        } catch (IllegalArgumentException e) {
            throw new CamelExchangeException(getEndpoint().getEndpointUri() + ": " + e.getMessage(), exchange, e);
        }
    }

    private static byte[] bytes(Message message) {
        // SSE is UTF-8, whatever charset the exchange has
        return message.getBody() instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : message.getBody(byte[].class);
    }
}
