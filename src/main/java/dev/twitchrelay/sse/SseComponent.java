package dev.twitchrelay.sse;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Publishes to the event stream: {@code sse:NAME}, where NAME is the name of the hub. It has no state, so each of
 * several Camel contexts may have a component for the same hub.
 */
@Component("sse")
public class SseComponent extends DefaultComponent {

    private final SseHub hub;

    public SseComponent(SseHub hub) {
        this.hub = hub;
    }

    /** @throws IllegalArgumentException if the hub has another name */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!remaining.equals(hub.name())) {
            throw new IllegalArgumentException("there is no event stream '" + remaining + "': write sse:" + hub.name());
        }
        return new SseEndpoint(uri, this, hub);
    }
}
