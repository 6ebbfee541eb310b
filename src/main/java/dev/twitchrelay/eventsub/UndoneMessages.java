package dev.twitchrelay.eventsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The messages of the cluster's sessions that are not done, in the order of the merge. Thousands may wait, so nothing here looks at
 * all of them. Confined to the lock of {@link SharedFeed}.
 */
final class UndoneMessages {
    /** A relay that does not lead keeps no more messages. */
    private static final int MOST_WAITING = 50_000;

    /** By the id of the message, and by the id of its twin. */
    private final Map<String, SharedMessage> byId = new HashMap<>();

    private final TreeMap<IngressPosition, Set<SharedMessage>> byPlace = new TreeMap<>();
    /** Those that the route has not got. Some of them may be done. */
    private final Deque<SharedMessage> queue = new ArrayDeque<>();

    private int publishing;

    void add(SharedMessage message) {
        while (!queue.isEmpty() && (queue.peekFirst().isDone || queue.size() >= MOST_WAITING)) {
            done(queue.removeFirst());
        }
        byPlace.computeIfAbsent(message.place, any -> new HashSet<>()).add(message);
        message.ids().forEach(id -> byId.put(id, message));
        queue.addLast(message);
    }

    /** The message of an event, also if its twin has this id. */
    Optional<SharedMessage> find(String eventId) {
        return Optional.ofNullable(byId.get(eventId));
    }

    /** The place of the first message; empty when none waits. */
    Optional<IngressPosition> firstPlace() {
        return byPlace.isEmpty() ? Optional.empty() : Optional.of(byPlace.firstKey());
    }

    /** The messages before a place. */
    List<SharedMessage> before(IngressPosition place) {
        List<SharedMessage> before = new ArrayList<>();
        byPlace.headMap(place).values().forEach(before::addAll);
        return before;
    }

    /** Takes the next message for the route; empty when there is none. */
    Optional<SharedMessage> take() {
        while (!queue.isEmpty()) {
            SharedMessage next = queue.removeFirst();
            if (!next.isDone) {
                next.isRouted = true;
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** The route has published a message, which waits for NATS. */
    void publishing(SharedMessage message) {
        if (!message.isPublishing) {
            message.isPublishing = true;
            publishing++;
        }
    }

    /** The number of messages that wait for NATS. */
    int publishing() {
        return publishing;
    }

    /** A message is done. Returns whether it was not done before. */
    boolean done(SharedMessage message) {
        if (message.isDone) {
            return false;
        }
        message.isDone = true;
        message.ids().forEach(id -> byId.remove(id, message));
        byPlace.computeIfPresent(message.place, (place, there) -> {
            there.remove(message);
            return there.isEmpty() ? null : there;
        });
        publishing -= message.isPublishing ? 1 : 0;
        return true;
    }
}
