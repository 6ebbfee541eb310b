package dev.twitchrelay.routes;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a route file: a route, a route configuration, beans, or the Kamelet that is the whole file. It is the
 * smallest part that {@link RouteTransaction} exchanges. Immutable.
 *
 * @param id of the route, the configuration or the Kamelet; null if it has none
 * @param content the same for two entries that differ in comments and layout only
 * @param from the URI that a route consumes from, as the file has it; null for every other kind
 * @param uses the channels, outboxes and Kamelets that it sends to, such as {@code direct:normalizer}, {@code
 *     outbox:lamp} and {@code kamelet:discord-sink}
 * @param configurationId the route configuration that a route names, or null
 */
record RouteUnit(
        Kind kind, String id, YamlNode node, String content, String from, Set<String> uses, String configurationId) {
    /** A channel or an outbox. In front may be {@code master:…:} or a placeholder, behind may be options. */
    private static final Pattern ADDRESS = Pattern.compile("(direct|seda|outbox):(?://)?([^?{}\\s]+)");

    enum Kind {
        ROUTE,
        CONFIGURATION,
        KAMELET,
        BEANS
    }

    boolean isRoute() {
        return kind == Kind.ROUTE;
    }

    boolean hasId() {
        return id != null && !id.isBlank();
    }

    String file() {
        return node.file();
    }

    int line() {
        return node.line();
    }

    Problem problem(String message) {
        return node.problem(message);
    }

    /** The {@code direct:} or {@code seda:} channel that a route consumes from, or null. */
    String channel() {
        return from != null && from.matches("(direct|seda):.*") ? from.replaceFirst("\\?.*", "") : null;
    }

    /** The channel or the outbox that a route consumes from, such as {@code outbox:lamp}; null for every other route. */
    String address() {
        Matcher address = ADDRESS.matcher(from == null ? "" : from);
        return address.find() ? address.group(1) + ":" + address.group(2) : null;
    }

    /**
     * The address that only one route may consume from: a channel, or the outbox of a sink. Null for every other
     * address. For example, two routes of {@code platform-http:} may share a path, because each may serve other
     * methods.
     *
     * @param placeholders replaces {@code {{…}}} by settings
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

    /** Whether other routes call it through a gate of {@link GatedDirectComponent}. */
    boolean isCalledByRoutes() {
        return from != null && from.startsWith("direct:");
    }

    /** Whether a configuration applies to this route. A configuration without an id applies to every route. */
    boolean isConfiguredBy(RouteUnit configuration) {
        return configuration.id == null
                || configurationId == null
                || configurationId.contains("*")
                || Set.of(configurationId.split("\\s*,\\s*")).contains(configuration.id);
    }
}
