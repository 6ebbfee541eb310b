package dev.twitchrelay.routes;

import dev.twitchrelay.kit.EventHeaders;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.PluginHelper;

/**
 * Keeps the relay's own headers of a message, {@link EventHeaders}, inside the relay. Camel's components make headers
 * of a request out of the headers of a message, and the reverse; each component leaves out only the headers that begin
 * with {@code Camel}. This class adds our headers to those that are left out, at every endpoint of every component that
 * has such a filter, in both directions: a peer does not learn what the relay knows, and a stranger cannot pretend it.
 * Camel calls it for each new endpoint. Thread-safe.
 */
final class InsideHeaders implements EndpointStrategy {
    /** The name of the option, the same for all of Camel's components. */
    private static final String OPTION = "headerFilterStrategy";

    private final CamelContext camel;
    private final BeanIntrospection options;

    InsideHeaders(CamelContext camel) {
        this.camel = camel;
        this.options = PluginHelper.getBeanIntrospection(camel);
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        keepInside(endpoint);
        Object configuration = options.getOrElseProperty(endpoint, "configuration", null, false);
        if (configuration != null) {
            // the filter of Kafka and NATS
            keepInside(configuration);
        }
        return endpoint;
    }

    private void keepInside(Object owner) {
        Object filter = options.getOrElseProperty(owner, OPTION, null, false);
        if (filter instanceof HeaderFilterStrategy own && !(own instanceof Filter)) {
            try {
                options.setProperty(camel, owner, OPTION, new Filter(own));
            } catch (Exception e) {
                throw new IllegalStateException("the headers of messages cannot be kept from " + owner, e);
            }
        }
    }

    /**
     * Leaves out our headers, and those that the component itself leaves out.
     *
     * @param own the component's filter
     */
    private record Filter(HeaderFilterStrategy own) implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return EventHeaders.isInside(name) || own.applyFilterToCamelHeaders(name, value, exchange);
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return EventHeaders.isInside(name) || own.applyFilterToExternalHeaders(name, value, exchange);
        }
    }
}
