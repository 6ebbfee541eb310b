package dev.twitchrelay.outbox;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LineNumberAware;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Processor;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Consumes what Camel tells of steps and calls, and writes it into the {@link Trail} of attempts, because Camel itself forgets
 * whether a failure came out of a call to a peer or out of a step before or after it. Only endpoints that Camel calls remote
 * count as peers. Steps are watched in routes of sinks and of Kamelets. Thread-safe.
 */
class TrailConsumer extends EventNotifierSupport implements InterceptStrategy {

    TrailConsumer() {
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    private static Trail trail(Exchange exchange) {
        return exchange.getProperty(OutboxConstants.TRAIL, Trail.class);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeEvent exchange && trail(exchange.getExchange()) != null;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending
                && sending.getEndpoint().isRemote()) {
            trail(sending.getExchange()).calls();
        } else if (event instanceof ExchangeSentEvent sent && sent.getEndpoint().isRemote()) {
            trail(sent.getExchange()).called(sent.getExchange().getException());
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        NamedRoute route = CamelContextHelper.getRoute(definition);
        boolean ofSink = route != null && String.valueOf(route.getEndpointUrl()).matches("(outbox|kamelet):.*");
        return ofSink ? new StepConsumer(target, place(definition)) : target;
    }

    /** File, line and kind of a step. */
    private static String place(NamedNode definition) {
        LineNumberAware at = definition;
        String file = at.getLocation() == null ? "the route" : at.getLocation().replaceFirst("^file:(//)?", "");
        return file + (at.getLineNumber() > 0 ? ":" + at.getLineNumber() : "") + " (" + definition.getShortName() + ")";
    }

    private static final class StepConsumer extends DelegateAsyncProcessor implements AsyncProcessor {
        private final String place;

        StepConsumer(Processor step, String place) {
            super(step);
            this.place = place;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Trail trail = trail(exchange);
            if (trail == null) {
                return super.process(exchange, callback);
            }
            trail.begins(place);
            return super.process(exchange, sync -> {
                if (exchange.getException() != null) {
                    trail.failed(exchange.getException(), place);
                }
                callback.done(sync);
            });
        }
    }
}
