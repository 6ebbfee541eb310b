package dev.twitchrelay.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.stats.ChannelStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the messages of other replicas to this replica's sessions, totals and follows, so that it continues without a
 * gap or a repeat when it becomes the leader. The cluster calls {@link #shown} on the thread that reads the shared
 * stream, and {@link #note} when it publishes totals. Thread-safe, because its parts are.
 */
record ReplicatedState(
        EventSubSessions sessions, ChannelStats stats, FollowLedger follows, Moments moments, ObjectMapper json)
        implements Replica.Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedState.class);

    @Override
    public void shown(SseMessage message, String note, boolean own) {
        if (own) {
            return;
        }
        String eventId = message.headers().get(EventHeaders.ID);
        if (eventId != null) {
            sessions.received(eventId);
        }
        follows.settledElsewhere(note);
        try {
            JsonNode published = json.readTree(message.json());
            if (message.type().equals("stats")) {
                stats.publishedElsewhere(published.path("data"));
            } else {
                follows.published(published);
                moments.published(published);
                stats.published(published, message.time());
            }
        } catch (JsonProcessingException e) {
            LOG.debug("a message of the stream cannot be read", e);
        }
    }

    @Override
    public String note() {
        return follows.settledUntil();
    }
}
