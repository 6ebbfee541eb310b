package dev.twitchrelay.eventsub;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the latest messages, for finding repeats. Twitch may deliver a message several times, each time with the
 * same id (<a href="https://dev.twitch.tv/docs/eventsub/#handling-duplicate-events">Handling duplicate events</a>) and
 * on any socket, so the ids are kept longer than sockets and sessions. Their number is bounded; at any real rate the
 * bound covers far more than the ten minutes that Twitch names. Thread-safe.
 */
final class SeenMessages {
    private final int capacity;
    private final Set<String> ids = new LinkedHashSet<>();

    SeenMessages(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers the id. Returns false when the id was already known. */
    synchronized boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > capacity) {
            var oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }
}
