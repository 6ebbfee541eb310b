package dev.twitchrelay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Makes the notifications of {@code POST /api/simulate/{type}}: around the event object of the request, or around a
 * plausible one. The routes' bean {@code testEvents}. Thread-safe.
 */
public final class TestEvents {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+){1,5}");

    private final Clock clock;
    private final Supplier<Map<String, String>> broadcaster;

    /** @param broadcaster the channel as {@code id}, {@code login} and {@code name}; empty while nobody is signed in */
    public TestEvents(Clock clock, Supplier<Map<String, String>> broadcaster) {
        this.clock = clock;
        this.broadcaster = broadcaster;
    }

    /**
     * A notification as Twitch would have sent it.
     *
     * @param type the subscription type
     * @param body the event object as JSON; null or blank for a plausible one
     * @throws IllegalArgumentException saying what is wrong with the request
     */
    public JsonNode notification(String type, String body) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("'" + type.replaceAll("[^a-z0-9_.]", "?")
                    + "' is not an event type; write for example /api/simulate/channel.follow");
        }
        JsonNode event = body == null || body.isBlank() ? sample(type) : parse(body);
        ObjectNode notification = JsonNodeFactory.instance.objectNode();
        notification
                .putObject("metadata")
                .put("message_id", UUID.randomUUID().toString())
                .put("message_type", "notification")
                .put("message_timestamp", clock.instant().toString())
                .put("subscription_type", type);
        notification.putObject("payload").set("event", event);
        return notification;
    }

    /** The answer to a request that cannot be fulfilled. */
    public String refusal(String reason) {
        return JsonNodeFactory.instance.objectNode().put("error", reason).toString();
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode event = JsonAnswer.MAPPER.readTree(body);
            if (!event.isObject()) {
                throw new IllegalArgumentException("the body must be the event as a JSON object, or empty");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode sample(String type) {
        try (InputStream file = TestEvents.class.getResourceAsStream("/simulator/notifications/" + type + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException(
                        "there is no sample of " + type + ": send the event object as the request's JSON body");
            }
            ObjectNode event = (ObjectNode) JsonAnswer.MAPPER.readTree(file);
            String prefix = event.has("to_broadcaster_user_id") ? "to_broadcaster_user_" : "broadcaster_user_";
            broadcaster.get().forEach((key, value) -> {
                if (event.has(prefix + key)) {
                    event.put(prefix + key, value);
                }
            });
            return event;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
