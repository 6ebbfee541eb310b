package dev.twitchrelay.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;

/**
 * Camel's {@code direct:} with a {@link Gate} in front of each channel. The stock component lets a message into a route
 * that is just being stopped, which then drops it. Thread-safe.
 */
public final class GatedDirectComponent extends DirectComponent {
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new GatedDirectEndpoint(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The gate of a channel, such as {@code direct:normalizer}; Camel also writes that {@code direct://normalizer}. */
    Gate gate(String channel) {
        return gates.computeIfAbsent(channel.replace("://", ":"), name -> new Gate());
    }

    /** Who receives from a channel, or null. */
    DirectConsumer consumer(String channel) throws InterruptedException {
        return getConsumer(channel, false, 0);
    }
}
