package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.eventsub.EventSubMessage.Keepalive;
import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Reconnect;
import dev.twitchrelay.eventsub.EventSubMessage.Revocation;
import dev.twitchrelay.eventsub.EventSubMessage.Unknown;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import dev.twitchrelay.kit.JsonMappers;
import java.time.Duration;

/**
 * Reads the text messages of Twitch. Unknown members and unknown message types are no error, because Twitch adds them
 * without notice. Thread-safe.
 */
final class EventSubMessageReader {
    /** A message that cannot be used. The exception's message says why. */
    static final class InvalidMessageException extends Exception {
        InvalidMessageException(String message) {
            super(message);
        }
    }

    EventSubMessage read(String text) throws InvalidMessageException {
        JsonNode json = parse(text);
        JsonNode payload = json.path("payload");
        JsonNode session = payload.path("session");
        JsonNode subscription = payload.path("subscription");
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
            case "session_keepalive" -> new Keepalive(json);
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
            default -> new Unknown(json);
        };
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
