package dev.twitchrelay.routes;

import java.util.Set;
import java.util.stream.Stream;

/**
 * One place in a route file that names an endpoint. The lints read endpoints through it. Immutable.
 *
 * @param uri the text with the endpoint's URI
 * @param parameters the mapping under {@code parameters:}; it may not exist
 * @param receiving whether the route gets messages from the endpoint
 */
record EndpointUse(YamlNode uri, YamlNode parameters, boolean receiving) {
    private static final Set<String> RECEIVING = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich");

    /** The endpoints of a file, in the order of the text. */
    static Stream<EndpointUse> in(RouteFile file) {
        return file.root()
                .all()
                .filter(node -> !node.owner().equals("parameters"))
                .filter(node -> RECEIVING.contains(node.key()) || SENDING.contains(node.key()))
                .map(node ->
                        new EndpointUse(node.textOr("uri"), node.get("parameters"), RECEIVING.contains(node.key())))
                .filter(use -> use.uri.text() != null);
    }

    /**
     * The URI with the values of its placeholders, without {@code master:…:} in front.
     *
     * @param placeholders knows the settings
     */
    String resolved(PlaceholderLint placeholders) {
        return placeholders.resolved(uri.text()).strip().replaceFirst("^master:[^:]+:", "");
    }

    /** The value of a parameter; a node that does not exist if {@code parameters:} lacks it. */
    YamlNode parameter(String name) {
        return parameters.get(name);
    }
}
