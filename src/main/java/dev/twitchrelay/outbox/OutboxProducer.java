package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EventHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Keeps the body of an exchange for sinks, with its {@link EventHeaders}. Thread-safe. */
class OutboxProducer extends DefaultProducer {
    private final Outbox outbox;
    private final String only;

    /** @param only the one sink that it sends to, or null for all */
    OutboxProducer(OutboxEndpoint endpoint, Outbox outbox, String only) {
        super(endpoint);
        this.outbox = outbox;
        this.only = only;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        outbox.add(
                only,
                message.getHeader(OutboxConstants.MESSAGE_ID, String.class),
                EventHeaders.of(message.getHeaders()),
                message.getBody(String.class));
    }
}
