package dev.twitchrelay.eventsub;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * Turns each message of a session into a Camel exchange. The {@link SessionFeed} calls it on the feed's own thread, one
 * message after the other. Camel starts and stops it.
 */
final class EventSubConsumer extends DefaultConsumer {
    private SessionFeed feed;

    EventSubConsumer(EventSubEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public EventSubEndpoint getEndpoint() {
        return (EventSubEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Optional<SessionFeed> parked = sessions().adopt(getEndpoint().getEndpointUri());
        feed = parked.isPresent() ? parked.get() : SessionFeed.begin(getEndpoint());
        feed.use(getEndpoint());
        feed.attach(this::process);
    }

    @Override
    protected void doStop() throws Exception {
        if (feed != null) {
            sessions().leave(getEndpoint().getEndpointUri(), feed);
            feed = null;
        }
        super.doStop();
    }

    private EventSubSessions sessions() {
        return getEndpoint().getComponent().sessions();
    }

    private void process(EventSubMessage message) {
        Exchange exchange = createExchange(false);
        try {
            Message in = exchange.getMessage();
            in.setBody(message.json());
            in.setHeader(EventSubConstants.MESSAGE_TYPE, message.type());
            in.setHeader(EventSubConstants.MESSAGE_ID, message.id());
            in.setHeader(EventSubConstants.MESSAGE_TIMESTAMP, message.metadata("message_timestamp"));
            if (!message.subscriptionType().isEmpty()) {
                in.setHeader(EventSubConstants.SUBSCRIPTION_TYPE, message.subscriptionType());
                in.setHeader(EventSubConstants.SUBSCRIPTION_VERSION, message.metadata("subscription_version"));
            }
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "cannot process " + message.type() + " " + message.id(), exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }
}
