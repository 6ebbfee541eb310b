package dev.twitchrelay.auth;

import java.util.List;
import java.util.Set;

/**
 * What one event type or poll needs the user to grant.
 *
 * @param purpose the event type, or the path of the polled resource
 * @param scopes one scope of each inner list
 */
public record ScopeNeed(String purpose, List<List<String>> scopes) {

    /**
     * What is missing: of each inner list without a granted scope the first.
     *
     * @param granted empty when Twitch did not say, as some mocks of it do; then nothing is held to be missing
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
