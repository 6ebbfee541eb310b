package dev.twitchrelay.sse;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Publishes to an event stream: {@code sse:NAME} is the hub of that name. Has no state of its own, so any number of Camel
 * contexts may have one.
 */
@Component("sse")
public class SseComponent extends DefaultComponent {

    private final SseHubs hubs;

    public SseComponent(SseHubs hubs) {
        this.hubs = hubs;
    }

    /** @throws IllegalArgumentException if there is no hub of that name */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        SseHub hub = hubs.find(remaining)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no event stream hub '" + remaining + "'; known hubs are " + hubs.names()));
        return new SseEndpoint(uri, this, hub);
    }
}
