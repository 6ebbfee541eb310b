package dev.twitchrelay.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultConsumer;

/** Gives waiting messages to the route of their sink. A message is delivered when the route has not failed. */
class OutboxConsumer extends DefaultConsumer {
    private final Outbox outbox;
    private ObjectMapper json;
    private SinkWorker worker;

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
        worker = outbox.attach(getEndpoint().options(), new BatchConsumer());
    }

    @Override
    protected void doStop() throws Exception {
        if (worker != null) {
            outbox.detach(getEndpoint().getName(), worker);
            worker = null;
        }
        super.doStop();
    }

    private DeliveryFailure meaning(Throwable failure, AttemptTracer.Trace trace) {
        DeliveryFailure meaning = outbox.meaning(withoutCamel(failure), trace.isOfCall(failure));
        String step = trace.failedStep(failure);
        return meaning.kind() != FailureKind.ROUTE || step == null ? meaning : meaning.at(step);
    }

    /** Camel's own exception holds the address that was called. */
    private Throwable withoutCamel(Throwable failure) {
        for (Throwable cause : Failures.chain(failure)) {
            if (cause instanceof HttpOperationFailedException answer) {
                int status = answer.getStatusCode();
                Duration wait = outbox.limit(getEndpoint().getName()).retryAfter(status, retryAfter(answer));
                return new PeerAnswer(status, wait, answer.getResponseBody());
            }
        }
        return failure;
    }

    private static String retryAfter(HttpOperationFailedException answer) {
        return answer.getResponseHeaders() == null
                ? null
                : answer.getResponseHeaders().entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Also a failure that the routes' error policy has handled: it drops messages, and the outbox keeps them. */
    private static Throwable failure(Exchange exchange) {
        boolean handled = exchange.getExchangeExtension().isErrorHandlerHandledSet()
                && exchange.getExchangeExtension().isErrorHandlerHandled();
        return exchange.getException() != null || !handled
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    private final class BatchConsumer implements Delivery {
        private volatile AttemptTracer.Trace latest = new AttemptTracer.Trace();

        @Override
        public void deliver(MessageBatch batch) throws Exception {
            AttemptTracer.Trace trace = new AttemptTracer.Trace();
            latest = trace;
            Predicate<Throwable> blamesRoute =
                    failure -> switch (meaning(failure, trace).kind()) {
                        case ROUTE, REFUSED, GIVEN_UP -> true;
                        default -> false;
                    };
            Exchange exchange = createExchange(false);
            try {
                exchange.setProperty(OutboxConstants.SINK, getEndpoint().getName());
                exchange.setProperty(OutboxConstants.TRACE, trace);
                exchange.setProperty(OutboxConstants.BLAME, blamesRoute);
                batch.first().headers().values().forEach(exchange.getMessage()::setHeader);
                exchange.getMessage()
                        .setHeader(EventHeaders.MESSAGE_ID, batch.first().id());
                exchange.getMessage().setBody(batch.body(json));
                getProcessor().process(exchange);
                Throwable failure = failure(exchange);
                if (failure != null) {
                    throw new FailedException(meaning(failure, trace), failure);
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
        public String step() {
            return latest.latestStep();
        }
    }
}
