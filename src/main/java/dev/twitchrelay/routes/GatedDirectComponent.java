package dev.twitchrelay.routes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Camel's {@code direct:} with a gate in front of each channel, so that {@link RouteTransaction} can exchange a route
 * between two messages. While a gate is closed, senders wait in front of it. Camel's own component lets a message into
 * a route that is about to stop, and the route drops the message. Senders call it from any thread. Thread-safe.
 */
public final class GatedDirectComponent extends DirectComponent {
    /**
     * A message inside a channel holds one permit, and a closed gate holds all permits. The semaphores are fair, so no
     * later message overtakes somebody who waits to close a gate.
     */
    private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new GatedEndpoint(uri);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * Closes the gate of a channel, and waits until the messages inside have left.
     *
     * @param channel for example {@code direct:normalizer}
     * @return false when messages were still inside after that time; then the gate is open
     */
    boolean closeGate(String channel, Duration atMost) throws InterruptedException {
        return gate(channel).tryAcquire(Integer.MAX_VALUE, atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens the gate of a channel that {@link #closeGate} has closed. */
    void openGate(String channel) {
        gate(channel).release(Integer.MAX_VALUE);
    }

    private Semaphore gate(String channel) {
        return gates.computeIfAbsent(asWritten(channel), name -> new Semaphore(Integer.MAX_VALUE, true));
    }

    /** Camel makes {@code direct://normalizer} of the {@code direct:normalizer} of a route file. */
    private static String asWritten(String channel) {
        return channel.replace("://", ":");
    }

    private final class GatedEndpoint extends DirectEndpoint {
        private final String channel;

        GatedEndpoint(String uri) {
            super(uri, GatedDirectComponent.this);
            channel = uri.replaceFirst("\\?.*", "");
        }

        @Override
        public Producer createProducer() {
            return new GatedProducer(this);
        }
    }

    private final class GatedProducer extends DefaultAsyncProducer {
        private final GatedEndpoint endpoint;
        private final Semaphore gate;

        GatedProducer(GatedEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
            this.gate = gate(endpoint.channel);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                if (gate.tryAcquire(endpoint.getTimeout(), TimeUnit.MILLISECONDS)) {
                    // an exchanged route is back before its gate opens; so a route that is missing here will not come,
                    // and
                    // waiting for it, as Camel does, would hold up every event
                    DirectConsumer route = getConsumer(endpoint.channel, false, 0);
                    if (route != null) {
                        return route.getAsyncProcessor().process(exchange, synchronously -> {
                            gate.release();
                            callback.done(synchronously);
                        });
                    }
                    gate.release();
                    if (endpoint.isFailIfNoConsumers()) {
                        exchange.setException(new DirectConsumerNotAvailableException(
                                "no route starts from " + asWritten(endpoint.channel), exchange));
                    }
                } else {
                    exchange.setException(new DirectConsumerNotAvailableException(
                            "the route of " + asWritten(endpoint.channel) + " was being exchanged for longer than "
                                    + endpoint.getTimeout() + " ms",
                            exchange));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }
    }
}
