package dev.twitchrelay.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the route of a sink asks for. Immutable.
 *
 * @param sink its name
 * @param missing settings that have to be set before it wakes up; empty when it is awake
 * @param kinds {@code event}, {@code stats} or both
 * @param events event types; empty for all
 * @param filter which of these messages, by their JSON text
 * @param batch how much may be delivered at once when more is waiting
 * @param fold event types of which several in a row become one
 * @param foldWindow how long after one delivery of such a type the next is held back, to gather what belongs together
 * @param scopes what a user has to grant on Twitch for it
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
