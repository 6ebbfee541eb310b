package dev.twitchrelay.routes;

import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One entry of a route file, the smallest thing that is swapped. Immutable.
 *
 * @param id the route's, configuration's or Kamelet's id; null for what has none
 * @param content the same for two entries that differ only in comments and layout
 * @param from the URI that a route consumes from, as written; null for what is no route
 * @param uses channels and Kamelets that it sends to, such as {@code direct:normalizer} and {@code kamelet:discord-sink}
 * @param configurationId the route configuration that a route names, or null
 */
record RouteUnit(
        String file,
        Kind kind,
        String id,
        int line,
        int column,
        String content,
        String from,
        Set<String> uses,
        String configurationId) {
    enum Kind {
        ROUTE,
        CONFIGURATION,
        KAMELET,
        BEANS
    }

    boolean isRoute() {
        return kind == Kind.ROUTE;
    }

    /** The {@code direct:} or {@code seda:} channel that it serves, or null. */
    String channel() {
        return from != null && from.matches("(direct|seda):.*") ? from.replaceFirst("\\?.*", "") : null;
    }

    /**
     * Where a route consumes from, if only one route can: a channel, or a sink's outbox. Null for all else. Two routes of
     * {@code platform-http:} may share a path, because each may serve other methods.
     *
     * @param placeholders puts settings in the place of {@code {{…}}}
     */
    String soleSource(UnaryOperator<String> placeholders) {
        if (from == null) {
            return null;
        }
        String source = placeholders
                .apply(from)
                .strip()
                .replaceFirst("\\?.*", "")
                .replaceFirst("^master:[^:]+:", "")
                .replaceFirst("^(\\w+):(//)?", "$1:");
        boolean shared = source.startsWith("seda:") && (content + from).contains("multipleConsumers");
        return source.matches("(direct|seda|outbox):.+") && !shared ? source : null;
    }

    /** Whether other routes give it its messages, one after the other through a {@link Gate}. */
    boolean receivesFromRoutes() {
        return channel() != null && channel().startsWith("direct:");
    }

    /** Whether a configuration has a say in this route; without a name it has in all. */
    boolean isConfiguredBy(RouteUnit configuration) {
        return configuration.id == null
                || configurationId == null
                || configurationId.contains("*")
                || Set.of(configurationId.split("\\s*,\\s*")).contains(configuration.id);
    }
}
