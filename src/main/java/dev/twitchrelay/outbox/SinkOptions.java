package dev.twitchrelay.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The options of a sink's route. Immutable.
 *
 * @param sink the name of the sink
 * @param missing settings without which the sink sleeps; empty when it is awake
 * @param kinds {@code event}, {@code stats} or both
 * @param events event types; empty for all
 * @param filter accepts or refuses a message by its JSON text
 * @param batch how many waiting messages may be delivered at once
 * @param fold event types of which several in a row become one message
 * @param foldWindow after a delivery of such a type, how long the next delivery is held back to gather more messages
 * @param scopes the scopes that the user has to grant on Twitch for this sink
 */
record SinkOptions(
        String sink,
        List<String> missing,
        Set<String> kinds,
        Set<String> events,
        Predicate<String> filter,
        int batch,
        Set<String> fold,
        Duration foldWindow,
        Set<String> scopes) {

    boolean isAwake() {
        return missing.isEmpty();
    }

    boolean wants(OutboxMessage message) {
        return kinds.contains(message.isStats() ? "stats" : "event")
                && (message.isStats() || events.isEmpty() || events.contains(message.type()))
                && filter.test(message.body());
    }

    boolean folds(OutboxMessage message) {
        return !message.isStats() && fold.contains(message.type());
    }
}
