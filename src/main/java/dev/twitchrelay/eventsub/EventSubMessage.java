package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * A message on the WebSocket.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/websocket-reference/">WebSocket message formats</a>
 */
sealed interface EventSubMessage {
    /** The whole message as Twitch sent it: {@code {"metadata":{…},"payload":{…}}}. */
    JsonNode json();

    /** Twitch's id of the message, equal for repeats; empty when there was none. */
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
     * First message of a socket.
     *
     * @param keepalive the silence after which the connection counts as dead; zero when Twitch did not say
     */
    record Welcome(JsonNode json, String sessionId, Duration keepalive) implements EventSubMessage {}

    /** Nothing happened for a while and all is well. */
    record Keepalive(JsonNode json) implements EventSubMessage {}

    /** Something happened on the channel. */
    record Notification(JsonNode json, String subscriptionId, String subscriptionType) implements EventSubMessage {}

    /**
     * Twitch is about to end this socket; a successor waits at the URL.
     *
     * @param url to be used verbatim
     */
    record Reconnect(JsonNode json, String url) implements EventSubMessage {}

    /** A subscription ended for good, for example because the user disconnected the application. */
    record Revocation(JsonNode json, String subscriptionId, String subscriptionType, String status)
            implements EventSubMessage {
        /** Also where it came as a notification: routes that publish notifications never see it as one. */
        @Override
        public String type() {
            return "revocation";
        }

        boolean cameAsNotification() {
            return metadata("message_type").equals("notification");
        }
    }

    /** A kind of message that Twitch invented later. */
    record Unknown(JsonNode json) implements EventSubMessage {}
}
