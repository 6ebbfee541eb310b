package dev.twitchrelay.routes;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Watches the routes that answer HTTP requests. It marks their exchanges with {@link #PROPERTY}, so that the treatment
 * of failures can tell the sender the truth. When such a route ends, it removes the headers of the request, because
 * Camel would send them back as headers of the answer: fields of forms and queries, tokens and signatures among them.
 * Headers that the route has set stay. Camel calls it on the threads of the routes. Thread-safe.
 */
final class HttpSenders implements RoutePolicyFactory {
    /** The exchange property with the method and the path of the request, for example {@code POST /api/sources/kofi}. */
    static final String PROPERTY = "HttpRequest";

    private static final String HEADERS = "HttpRequestHeaders";

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route begun, Exchange exchange) {
                if (begun.getEndpoint() instanceof PlatformHttpEndpoint) {
                    Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    headers.putAll(exchange.getMessage().getHeaders());
                    exchange.setProperty(HEADERS, headers);
                    // an http: step would call this address, which the sender chose, instead of its own
                    exchange.getMessage().removeHeader(Exchange.HTTP_URI);
                    exchange.setProperty(
                            PROPERTY, headers.get(Exchange.HTTP_METHOD) + " " + headers.get(Exchange.HTTP_PATH));
                }
            }

            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                if (done.getEndpoint() instanceof PlatformHttpEndpoint) {
                    Map<?, ?> headers = exchange.getProperty(HEADERS, Map.class);
                    // the same object, and not an equal text: a route may answer with the same content type
                    exchange.getMessage()
                            .getHeaders()
                            .entrySet()
                            .removeIf(header ->
                                    header.getValue() != null && headers.get(header.getKey()) == header.getValue());
                }
            }
        };
    }
}
