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
    private ObjectMapper json;
    private Lane lane;

    OutboxConsumer(OutboxEndpoint endpoint, Processor processor, Outbox outbox) {
        super(endpoint, processor);
        this.outbox = outbox;
    }

    @Override
    public OutboxEndpoint getEndpoint() {
        return (OutboxEndpoint) super.getEndpoint();
    }

    /** @throws IllegalStateException if another route consumes this sink */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ObjectMapper shared = getEndpoint().getCamelContext().getRegistry().findSingleByType(ObjectMapper.class);
        json = shared == null ? new ObjectMapper() : shared;
        lane = outbox.attach(getEndpoint().options(), new BatchConsumer());
    }

    @Override
    protected void doStop() throws Exception {
        if (lane != null) {
            outbox.detach(getEndpoint().getName(), lane);
            lane = null;
        }
        super.doStop();
    }

    /** Whether a failure speaks against the route, and not against what it calls. */
    private Predicate<Throwable> blame(Trail trail) {
        return failure -> switch (verdict(failure, trail).failure()) {
            case ROUTE, REFUSED, GIVEN_UP -> true;
            default -> false;
        };
    }

    private Verdict verdict(Throwable failure, Trail trail) {
        Verdict verdict = outbox.verdict(understood(failure), trail.isOfCall(failure));
        String step = trail.stepOf(failure);
        return verdict.failure() != Failure.ROUTE || step == null ? verdict : verdict.at(step);
    }

    /** Free of Camel, and of the address that Camel's exception holds. */
    private static Throwable understood(Throwable failure) {
        for (Throwable cause : Verdict.chain(failure)) {
            if (cause instanceof HttpOperationFailedException answer) {
                return new PeerAnswer(
                        answer.getStatusCode(),
                        answer.getResponseHeaders() == null ? null : header(answer.getResponseHeaders(), "Retry-After"),
                        answer.getResponseBody());
            }
        }
        return failure;
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Also one that the routes' policy for errors has handled: for them the message is dropped, here it is not. */
    private static Throwable failure(Exchange exchange) {
        boolean handled = exchange.getExchangeExtension().isErrorHandlerHandledSet()
                && exchange.getExchangeExtension().isErrorHandlerHandled();
        return exchange.getException() != null || !handled
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    private final class BatchConsumer implements Delivery {
        private volatile Trail latest = new Trail();

        @Override
        public void deliver(Batch batch) throws Exception {
            Trail trail = new Trail();
            latest = trail;
            Exchange exchange = createExchange(false);
            try {
                exchange.setProperty(OutboxConstants.SINK, getEndpoint().getName());
                exchange.setProperty(OutboxConstants.TRAIL, trail);
                exchange.setProperty(OutboxConstants.BLAME, blame(trail));
                batch.first().headers().values().forEach(exchange.getMessage()::setHeader);
                exchange.getMessage()
                        .setHeader(OutboxConstants.MESSAGE_ID, batch.first().id());
                exchange.getMessage().setBody(batch.body(json));
                getProcessor().process(exchange);
                Throwable failure = failure(exchange);
                if (failure != null) {
                    throw new Undelivered(verdict(failure, trail), failure);
                }
            } finally {
                releaseExchange(exchange, false);
            }
        }

        @Override
        public boolean isCalling() {
            return latest.isCalling();
        }

        @Override
        public String whereabouts() {
            return latest.latestStep();
        }
    }
}
