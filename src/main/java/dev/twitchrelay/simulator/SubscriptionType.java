package dev.twitchrelay.simulator;

import dev.twitchrelay.kit.JsonMappers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row of Twitch's table of subscription types, from {@code simulator/subscription-types.json}. Immutable.
 *
 * @param condition the keys that must be present and not empty
 * @param optional further keys; with {@code exactlyOneOf} exactly one of them is needed
 * @param scopes one scope of each inner list is needed
 * @param webhookOnly true for types that Twitch delivers only to webhooks and conduits
 * @param retired true for versions that answer 410
 */
record SubscriptionType(
        String type,
        String version,
        List<String> condition,
        List<String> optional,
        boolean exactlyOneOf,
        List<List<String>> scopes,
        boolean webhookOnly,
        boolean retired) {
    private static final List<SubscriptionType> TABLE =
            List.of(JsonMappers.resource("/simulator/subscription-types.json", SubscriptionType[].class));

    SubscriptionType {
        optional = optional == null ? List.of() : optional;
    }

    /** The row, or null for a pair that Twitch does not know. */
    static SubscriptionType find(String type, String version) {
        return TABLE.stream()
                .filter(row -> row.type.equals(type) && row.version.equals(version))
                .findFirst()
                .orElse(null);
    }

    static boolean known(String type) {
        return TABLE.stream().anyMatch(row -> row.type.equals(type));
    }

    /** The scopes of all types. */
    static Set<String> allScopes() {
        return TABLE.stream()
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
}
