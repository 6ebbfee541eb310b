package dev.twitchrelay.outbox;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Keeps the body of an exchange for sinks, with those headers that say what it is. Thread-safe. */
class OutboxProducer extends DefaultProducer {
    private static final String KEPT = "Event[A-Z]\\w*";

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
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (name.matches(KEPT) && value != null) {
                headers.put(name, String.valueOf(value));
            }
        });
        outbox.add(
                only,
                message.getHeader(OutboxConstants.MESSAGE_ID, String.class),
                headers,
                message.getBody(String.class));
    }
}
