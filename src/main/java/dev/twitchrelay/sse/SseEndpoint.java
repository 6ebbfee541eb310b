package dev.twitchrelay.sse;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Publish messages to Server-Sent Events clients. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sse",
        title = "Server-Sent Events",
        syntax = "sse:name",
        producerOnly = true,
        category = {Category.HTTP},
        headersClass = SseConstants.class)
public class SseEndpoint extends DefaultEndpoint {

    @UriPath(description = "The name of the hub to publish to")
    @Metadata(required = true)
    private final String name;

    private final SseHub hub;

    SseEndpoint(String uri, SseComponent component, SseHub hub) {
        super(uri, component);
        this.name = hub.name();
        this.hub = hub;
    }

    /** The name of the hub to publish to. */
    public String getName() {
        return name;
    }

    @Override
    public Producer createProducer() {
        return new SseProducer(this, hub);
    }

    /** @throws UnsupportedOperationException always: clients read the stream over HTTP */
    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("'" + getEndpointUri()
                + "' can only be published to (to:), not consumed from (from:); clients read the stream over HTTP");
    }
}
