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
                // a receiver that is being exchanged stands behind the closed gate, so one that is away is missing for
                // good and not worth waiting for: that would hold up every event
                DirectConsumer consumer = component.consumer(channel);
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
