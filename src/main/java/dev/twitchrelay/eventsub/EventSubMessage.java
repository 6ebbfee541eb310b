package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.time.Duration;

/**
 * A message that Twitch sent on the WebSocket. Unknown members and unknown types of messages are no error, because
 * Twitch adds them without notice. Immutable.
 *
 * @see <a href="https://dev.twitch.tv/docs/eventsub/websocket-reference/">WebSocket message formats</a>
 */
sealed interface EventSubMessage {
    /** A message that cannot be used. The exception's message says why. */
    final class InvalidMessageException extends Exception {
        InvalidMessageException(String message) {
            super(message);
        }
    }

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

    /** The type of the message's subscription; empty when the message is about no subscription. */
    default String subscriptionType() {
        return "";
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

    /**
     * An event on the channel.
     *
     * @param place where the cluster keeps the message; null without a cluster
     */
    record Notification(JsonNode json, String subscriptionId, String subscriptionType, IngressPosition place)
            implements EventSubMessage {
        Notification(JsonNode json, String subscriptionId, String subscriptionType) {
            this(json, subscriptionId, subscriptionType, null);
        }

        Notification at(IngressPosition found) {
            return new Notification(json, subscriptionId, subscriptionType, found);
        }
    }

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

    /** A keepalive, or a message of a type that the relay does not know. It only shows that the connection works. */
    record Other(JsonNode json) implements EventSubMessage {}

    /** Reads a text message of Twitch. */
    static EventSubMessage read(String text) throws InvalidMessageException {
        return of(parse(text));
    }

    /** @param json the whole message */
    static EventSubMessage of(JsonNode json) throws InvalidMessageException {
        JsonNode session = json.path("payload").path("session");
        JsonNode subscription = json.path("payload").path("subscription");
        String type = json.path("metadata").path("message_type").asText("");
        if (type.isBlank()) {
            throw new InvalidMessageException("no metadata.message_type");
        }
        return switch (type) {
            case "session_welcome" ->
                new Welcome(
                        json,
                        required(session, "id", type),
                        Duration.ofSeconds(Math.max(
                                0, session.path("keepalive_timeout_seconds").asLong(0))));
            case "session_reconnect" -> new Reconnect(json, reconnectUrl(session, type));
            case "notification" -> {
                String status = subscription.path("status").asText("");
                // the mock server of Twitch's command line tool sends a revocation as a notification whose status is
                // not "enabled"
                yield status.isBlank() || status.equals("enabled")
                        ? notification(json, subscription, type)
                        : revocation(json, subscription, type);
            }
            case "revocation" -> revocation(json, subscription, type);
            default -> new Other(json);
        };
    }

    private static JsonNode parse(String text) throws InvalidMessageException {
        try {
            JsonNode json = JsonMappers.EVENT.readTree(text);
            if (json == null || !json.isObject()) {
                throw new InvalidMessageException("not a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new InvalidMessageException("not JSON: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("a number has too many digits");
        }
    }

    private static Notification notification(JsonNode json, JsonNode subscription, String type)
            throws InvalidMessageException {
        JsonNode event = json.path("payload").path("event");
        if (!event.isObject() || event.isEmpty()) {
            throw new InvalidMessageException(type + " without an event");
        }
        return new Notification(json, subscription.path("id").asText(""), subscriptionType(json, subscription, type));
    }

    private static Revocation revocation(JsonNode json, JsonNode subscription, String type)
            throws InvalidMessageException {
        return new Revocation(
                json,
                required(subscription, "id", type),
                subscriptionType(json, subscription, type),
                required(subscription, "status", type));
    }

    private static String subscriptionType(JsonNode json, JsonNode subscription, String type)
            throws InvalidMessageException {
        String named = json.path("metadata").path("subscription_type").asText("");
        return named.isBlank() ? required(subscription, "type", type) : named;
    }

    /**
     * Only a WebSocket URL is accepted, because the socket that works must not be given up for an address that cannot
     * work.
     */
    private static String reconnectUrl(JsonNode session, String type) throws InvalidMessageException {
        String url = required(session, "reconnect_url", type);
        if (!url.regionMatches(true, 0, "ws://", 0, 5) && !url.regionMatches(true, 0, "wss://", 0, 6)) {
            throw new InvalidMessageException(type + " to a URL that is not ws: or wss:");
        }
        return url;
    }

    private static String required(JsonNode parent, String name, String type) throws InvalidMessageException {
        String value = parent.path(name).textValue();
        if (value == null || value.isBlank()) {
            throw new InvalidMessageException(type + " without " + name);
        }
        return value;
    }
}
