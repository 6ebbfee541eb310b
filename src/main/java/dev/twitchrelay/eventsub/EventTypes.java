package dev.twitchrelay.eventsub;

import dev.twitchrelay.auth.ScopeNeed;
import java.util.List;

/** Reads what a route's {@code types} asks for, for commands that look at route files without running them. */
public final class EventTypes {
    private EventTypes() {}

    /**
     * The types and the scopes that each needs.
     *
     * @throws IllegalArgumentException naming the entry that is wrong, and what would be right
     */
    public static List<ScopeNeed> needs(String types) {
        return SubscriptionCatalog.shipped().parse(types).stream()
                .map(SubscriptionSpec::need)
                .toList();
    }
}
