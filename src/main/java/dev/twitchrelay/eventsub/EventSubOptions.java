package dev.twitchrelay.eventsub;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be written behind {@code twitch-eventsub:}, for those who check it before it runs. */
public final class EventSubOptions {
    private EventSubOptions() {}

    /** The names of all parameters. */
    public static Set<String> names() {
        return EventSubEndpoint.parameters();
    }

    /** The entries of the parameter {@code types}, as written. */
    public static List<String> entries(String types) {
        return SubscriptionCatalog.entries(types);
    }

    /** What is wrong with one entry of the parameter {@code types}, and what would be right. */
    public static Optional<String> problem(String entry) {
        try {
            SubscriptionCatalog.shipped().parse(entry);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
