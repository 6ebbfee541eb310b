package dev.twitchrelay.auth;

import java.util.List;
import java.util.Set;

/**
 * The scopes that one event type, resource or sink needs. Immutable.
 *
 * @param purpose the event type, the path of the resource, or the sink
 * @param scopes one scope of each inner list is needed
 */
public record ScopeNeed(String purpose, List<List<String>> scopes) {

    /**
     * The missing scopes: the first scope of each inner list without a granted scope.
     *
     * @param granted the granted scopes; empty when Twitch did not name them, as some mocks do, and then no scope
     *     counts as missing
     */
    public List<String> missingFrom(Set<String> granted) {
        return granted.isEmpty()
                ? List.of()
                : scopes.stream()
                        .filter(alternatives -> alternatives.stream().noneMatch(granted::contains))
                        .map(alternatives -> alternatives.get(0))
                        .toList();
    }
}
