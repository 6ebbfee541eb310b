package dev.twitchrelay.wiring;

import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.SseMessage;

/**
 * Applies the messages of other replicas to this replica's sessions, totals, moments and follows, so that it continues
 * without a gap or a repeat when it becomes the leader. The cluster calls {@link #shown} on the thread that reads the
 * shared stream, and {@link #note} when it publishes totals. Thread-safe, because its parts are.
 */
record ReplicatedState(EventSubSessions sessions, PublishedState state, PublishedIds published)
        implements Replica.Neighbours {

    @Override
    public void shown(SseMessage message, String note, boolean own) {
        if (own) {
            return;
        }
        String eventId = message.headers().get(EventHeaders.ID);
        if (eventId != null) {
            sessions.received(eventId);
            published.confirm(eventId);
        }
        state.follows().settledElsewhere(note);
        state.publishedElsewhere(message);
    }

    @Override
    public String note() {
        return state.follows().settledUntil();
    }
}
