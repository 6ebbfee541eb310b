package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event that was published before the start or by another relay, as far as {@link SessionMerge} needs it to recognize a copy.
 * Immutable.
 *
 * @param content a digest of the type and the event object
 * @param timestamp when Twitch sent the event, RFC 3339
 */
record PublishedEvent(String content, String timestamp) {
    static PublishedEvent of(String type, JsonNode event, String timestamp) {
        return new PublishedEvent(EqualEvents.content(type, event), timestamp);
    }
}
