package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.ScopeNeed;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters that a route may write for {@code twitch-eventsub:}. The route checks and the commands use it to read
 * a route file without running the route. Thread-safe.
 */
public final class EventSubOptions {
    private EventSubOptions() {}

    /**
     * The event types of the parameter {@code types}, each with the scopes that it needs.
     *
     * @throws IllegalArgumentException names the entry that is wrong and its remedy
     */
    public static List<ScopeNeed> scopeNeeds(String types) {
        return SubscriptionCatalog.shipped().parse(types).stream()
                .map(SubscriptionSpec::need)
                .toList();
    }

    /** The names of all parameters. */
    public static Set<String> names() {
        return EventSubEndpoint.parameters();
    }

    /** The entries of the parameter {@code types}, each as the route has it. */
    public static List<String> entries(String types) {
        return SubscriptionCatalog.entries(types);
    }

    /** The fault of one entry of the parameter {@code types} with its remedy, or empty when the entry is right. */
    public static Optional<String> problem(String entry) {
        try {
            SubscriptionCatalog.shipped().parse(entry);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
