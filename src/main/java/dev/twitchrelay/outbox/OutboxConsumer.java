package dev.twitchrelay.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultConsumer;

/** Gives the route of a sink what waits for it. A message is done when the route is, without a failure. */
class OutboxConsumer extends DefaultConsumer {
    private final Outbox outbox;
    private final Predicate<Throwable> blame;
    private ObjectMapper json;
    private Lane lane;

    OutboxConsumer(OutboxEndpoint endpoint, Processor processor, Outbox outbox) {
        super(endpoint, processor);
        this.outbox = outbox;
        this.blame = failure -> outbox.blamesRoute(understood(failure));
    }

    @Override
    public OutboxEndpoint getEndpoint() {
        return (OutboxEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ObjectMapper shared = getEndpoint().getCamelContext().getRegistry().findSingleByType(ObjectMapper.class);
        json = shared == null ? new ObjectMapper() : shared;
        lane = outbox.attach(getEndpoint().options(), this::deliver);
    }

    @Override
    protected void doStop() throws Exception {
        if (lane != null) {
            outbox.detach(getEndpoint().getName(), lane);
        }
        super.doStop();
    }

    private void deliver(Batch batch) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.setProperty(OutboxConstants.SINK, getEndpoint().getName());
            exchange.setProperty(OutboxConstants.BLAME, blame);
            batch.first().headers().forEach(exchange.getMessage()::setHeader);
            exchange.getMessage()
                    .setHeader(OutboxConstants.MESSAGE_ID, batch.first().id());
            exchange.getMessage().setBody(batch.body(json));
            getProcessor().process(exchange);
            Throwable failure = failure(exchange);
            if (failure != null) {
                throw understood(failure);
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** Also one that the routes' policy for errors has handled: for them the message is dropped, here it is not. */
    private static Throwable failure(Exchange exchange) {
        boolean handled = exchange.getExchangeExtension().isErrorHandlerHandledSet()
                && exchange.getExchangeExtension().isErrorHandlerHandled();
        return exchange.getException() != null || !handled
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    /** Free of addresses, and free of Camel. */
    private static Exception understood(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause.getCause() != cause; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return new PeerAnswer(
                        answer.getStatusCode(),
                        answer.getResponseHeaders() == null ? null : header(answer.getResponseHeaders(), "Retry-After"),
                        answer.getResponseBody());
            }
        }
        return failure instanceof Exception exception ? exception : new IllegalStateException(failure);
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
