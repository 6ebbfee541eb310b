package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A row of Twitch's table of subscription types, from {@code simulator/subscription-types.json}. Immutable.
 *
 * @param condition the keys that must be present and not empty
 * @param optional further keys; with {@code exactlyOneOf} exactly one of them is needed
 * @param scopes one scope of each inner list is needed
 * @param websocket false for types that Twitch delivers only to webhooks and conduits
 * @param retired true for versions that answer 410
 */
record SubscriptionType(
        String type,
        String version,
        List<String> condition,
        List<String> optional,
        boolean exactlyOneOf,
        List<List<String>> scopes,
        boolean websocket,
        boolean retired) {
    private static final Map<String, SubscriptionType> TABLE = load();

    /** The row, or null for a pair that Twitch does not know. */
    static SubscriptionType find(String type, String version) {
        return TABLE.get(type + " " + version);
    }

    static boolean known(String type) {
        return TABLE.values().stream().anyMatch(row -> row.type.equals(type));
    }

    /** The scopes of all types. */
    static Set<String> allScopes() {
        return TABLE.values().stream()
                .flatMap(row -> row.scopes.stream())
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    boolean needsAuthorization() {
        return !scopes.isEmpty();
    }

    boolean allowedBy(Set<String> granted) {
        return scopes.stream().allMatch(anyOf -> anyOf.stream().anyMatch(granted::contains));
    }

    private static Map<String, SubscriptionType> load() {
        Map<String, SubscriptionType> table = new TreeMap<>();
        for (JsonNode row : SimulatorJson.resource("subscription-types.json")) {
            List<List<String>> scopes = new ArrayList<>();
            row.path("scopes").forEach(anyOf -> scopes.add(texts(anyOf)));
            SubscriptionType type = new SubscriptionType(
                    row.path("type").asText(),
                    row.path("version").asText(),
                    texts(row.path("condition")),
                    texts(row.path("optional")),
                    row.path("exactlyOneOf").asBoolean(),
                    scopes,
                    row.path("websocket").asBoolean(true),
                    row.path("retired").asBoolean());
            table.put(type.type + " " + type.version, type);
        }
        return table;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
