package dev.twitchrelay.eventsub;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the latest messages. Twitch delivers at least once, and a repeat carries the same message id (<a
 * href="https://dev.twitch.tv/docs/eventsub/#handling-duplicate-events">Handling duplicate events</a>), on whichever
 * socket it comes; so this outlives sockets and sessions. Bounded by number, which at any real rate is far more than the
 * ten minutes that Twitch speaks of. Thread-safe.
 */
final class SeenMessages {
    private final int capacity;
    private final Set<String> ids = new LinkedHashSet<>();

    SeenMessages(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers the id; false when it was there before. */
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
