package dev.twitchrelay.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.log.LogComponent;

/**
 * {@code to: log:NAME} with all of Camel's options. Its lines have the logger {@code route.NAME}, so that one setting,
 * {@code logging.level.route}, shows or hides what routes print. Camel's own name would be {@code NAME}, which nobody
 * can tell from a library's.
 */
final class RouteLogComponent extends LogComponent {
    /** The begin of the names of all loggers of routes. */
    static final String PREFIX = "route.";

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        return super.createEndpoint(uri, PREFIX + remaining, parameters);
    }
}
