package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * A message that Twitch sent on the WebSocket. Immutable.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/websocket-reference/">WebSocket message formats</a>
 */
sealed interface EventSubMessage {
    /** The whole message as Twitch sent it: {@code {"metadata":{…},"payload":{…}}}. */
    JsonNode json();

    /** Twitch's id of the message, or empty when the message has none. A repeated message has the same id. */
    default String id() {
        return metadata("message_id");
    }

    /** {@code notification}, {@code session_welcome} and so on. */
    default String type() {
        return metadata("message_type");
    }

    /** A member of the metadata as text; empty when it is missing or null. */
    default String metadata(String name) {
        return json().path("metadata").path(name).asText("");
    }

    /**
     * The first message on a socket.
     *
     * @param keepalive the silence after which the connection counts as dead; zero when Twitch did not say it
     */
    record Welcome(JsonNode json, String sessionId, Duration keepalive) implements EventSubMessage {}

    /** The sign that the connection works although no event happened for a while. */
    record Keepalive(JsonNode json) implements EventSubMessage {}

    /** An event on the channel. */
    record Notification(JsonNode json, String subscriptionId, String subscriptionType) implements EventSubMessage {}

    /**
     * Twitch is about to end this socket, and the client has to continue at another URL.
     *
     * @param url the URL, to be used without any change
     */
    record Reconnect(JsonNode json, String url) implements EventSubMessage {}

    /** A subscription ended for good, for example because the user disconnected the application. */
    record Revocation(JsonNode json, String subscriptionId, String subscriptionType, String status)
            implements EventSubMessage {
        /**
         * {@code revocation} also for a revocation that came in the form of a notification, so that a route for
         * notifications does not publish it.
         */
        @Override
        public String type() {
            return "revocation";
        }

        boolean cameAsNotification() {
            return metadata("message_type").equals("notification");
        }
    }

    /** A message of a type that this version of the relay does not know. */
    record Unknown(JsonNode json) implements EventSubMessage {}
}
