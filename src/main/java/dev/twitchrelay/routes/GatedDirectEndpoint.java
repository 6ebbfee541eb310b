package dev.twitchrelay.routes;

import java.time.Duration;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;

/** A {@code direct:} endpoint whose senders pass the channel's {@link Gate}. */
final class GatedDirectEndpoint extends DirectEndpoint {
    private static final long RECEIVER_MILLIS = 2_000;

    private final GatedDirectComponent component;
    private final String channel;

    GatedDirectEndpoint(String uri, GatedDirectComponent component) {
        super(uri, component);
        this.component = component;
        this.channel = uri.replaceFirst("\\?.*", "");
    }

    @Override
    public Producer createProducer() {
        return new GatedProducer();
    }

    private final class GatedProducer extends DefaultAsyncProducer {
        private final Gate gate = component.gate(channel);

        GatedProducer() {
            super(GatedDirectEndpoint.this);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                if (gate.enter(Duration.ofMillis(getTimeout()))) {
                    return inside(exchange, synchronously -> {
                        gate.leave();
                        callback.done(synchronously);
                    });
                }
                exchange.setException(new DirectConsumerNotAvailableException(
                        channel + " was being exchanged for longer than " + getTimeout() + " ms", exchange));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.setException(e);
            }
            callback.done(true);
            return true;
        }

        private boolean inside(Exchange exchange, AsyncCallback callback) {
            try {
                // between two versions of a route its receiver is away for a moment; one that is missing for good must
                // not hold up events for long
                DirectConsumer consumer = component.consumer(channel, true, RECEIVER_MILLIS);
                if (consumer != null) {
                    return consumer.getAsyncProcessor().process(exchange, callback);
                }
                if (isFailIfNoConsumers()) {
                    exchange.setException(new DirectConsumerNotAvailableException(
                            "no route is there that starts from " + channel, exchange));
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
