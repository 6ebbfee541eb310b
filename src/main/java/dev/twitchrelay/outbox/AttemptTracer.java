package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Failures;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Processor;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Writes down where each attempt of a sink is, and where it failed, because Camel itself forgets whether a failure came
 * out of a call to a peer or out of a step before or after it. Camel tells it of every step in the routes of sinks and
 * Kamelets, and of every call. Only an endpoint that Camel calls remote is a peer. Thread-safe.
 */
class AttemptTracer extends SimpleEventNotifierSupport implements InterceptStrategy {

    AttemptTracer() {
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeSendingEvents(false);
        setIgnoreExchangeSentEvents(false);
    }

    private static Trace trace(Exchange exchange) {
        return exchange.getProperty(OutboxConstants.TRACE, Trace.class);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeEvent exchange && trace(exchange.getExchange()) != null;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending
                && sending.getEndpoint().isRemote()) {
            trace(sending.getExchange()).callBegins();
        } else if (event instanceof ExchangeSentEvent sent && sent.getEndpoint().isRemote()) {
            trace(sent.getExchange()).callEnds(sent.getExchange().getException());
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        NamedRoute route = CamelContextHelper.getRoute(definition);
        boolean ofSink = route != null && String.valueOf(route.getEndpointUrl()).matches("(outbox|kamelet):.*");
        return ofSink ? new StepTracer(target, place(definition)) : target;
    }

    /** File, line and kind of a step. */
    private static String place(NamedNode definition) {
        String location = definition.getLocation();
        String file = location == null ? "the route" : location.replaceFirst("^file:(//)?", "");
        int line = definition.getLineNumber();
        return file + (line > 0 ? ":" + line : "") + " (" + definition.getShortName() + ")";
    }

    private static final class StepTracer extends DelegateAsyncProcessor {
        private final String place;

        StepTracer(Processor step, String place) {
            super(step);
            this.place = place;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Trace trace = trace(exchange);
            if (trace == null) {
                return super.process(exchange, callback);
            }
            trace.stepBegins(place);
            return super.process(exchange, sync -> {
                if (exchange.getException() != null) {
                    trace.stepFailed(exchange.getException(), place);
                }
                callback.done(sync);
            });
        }
    }

    /**
     * The way of one attempt. The thread of the attempt writes it; the {@link SinkWorker} reads it, too, when the
     * attempt does not return. Thread-safe.
     */
    static final class Trace {
        private final Set<Throwable> failedCalls = Collections.newSetFromMap(new IdentityHashMap<>());
        private final IdentityHashMap<Throwable, String> failedSteps = new IdentityHashMap<>();
        private int openCalls;
        private String latestStep;

        private synchronized void callBegins() {
            openCalls++;
        }

        /** @param failure why the call failed, or null */
        private synchronized void callEnds(Throwable failure) {
            openCalls = Math.max(0, openCalls - 1);
            if (failure != null) {
                failedCalls.add(failure);
            }
        }

        private synchronized void stepBegins(String place) {
            latestStep = place;
        }

        /** The innermost step reports a failure first. This step has failed, so later reports of outer steps do not count. */
        private synchronized void stepFailed(Throwable failure, String place) {
            failedSteps.putIfAbsent(failure, place);
        }

        /** Whether a call to a peer has begun and not ended. */
        synchronized boolean isCalling() {
            return openCalls > 0;
        }

        /** The step that began last, or null. */
        synchronized String latestStep() {
            return latestStep;
        }

        /** Whether this failure, or a cause of it, came out of a call to a peer. */
        synchronized boolean isOfCall(Throwable failure) {
            return openCalls > 0 || Failures.chain(failure).stream().anyMatch(failedCalls::contains);
        }

        /** The step that failed in this way, or null. */
        synchronized String failedStep(Throwable failure) {
            return Failures.chain(failure).stream()
                    .map(failedSteps::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }
}
