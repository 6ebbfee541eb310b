package dev.twitchrelay.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.SampleEvents;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Makes the notifications of {@code POST /api/simulate/{type}}. The event is the body of the request, or a sample of
 * {@link SampleEvents}. It is the bean {@code testEvents} of routes, and {@link RouteTestRun} uses it, too.
 * Thread-safe.
 */
public final class TestEvents {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+){1,5}");

    /** The user of samples, and their channel while nobody is signed in. */
    private static final Map<String, String> MADE_UP = Map.of(
            "$user.id", "800200",
            "$user.login", "mossy_kettle",
            "$user.name", "Mossy_Kettle",
            "$broadcaster.id", "700100",
            "$broadcaster.login", "lanternbay",
            "$broadcaster.name", "LanternBay");

    private final Clock clock;
    private final Supplier<Map<String, String>> broadcaster;

    /** @param broadcaster the channel as {@code id}, {@code login} and {@code name}; empty while nobody is signed in */
    public TestEvents(Clock clock, Supplier<Map<String, String>> broadcaster) {
        this.clock = clock;
        this.broadcaster = broadcaster;
    }

    /**
     * A notification as Twitch would send it.
     *
     * @param type the subscription type
     * @param body the event object as JSON; null or blank for a sample
     * @throws IllegalArgumentException says what is wrong with the request
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
        // without the exchange and the cause, which Camel adds to the message of a component
        String plain = reason.replaceFirst("(?s)\\. Exchange\\[.*", "");
        return JsonNodeFactory.instance.objectNode().put("error", plain).toString();
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode event = JsonMappers.EVENT.readTree(body);
            if (!event.isObject()) {
                throw new IllegalArgumentException("the body must be the event as a JSON object, or empty");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode sample(String type) {
        Map<String, String> values = new HashMap<>(MADE_UP);
        broadcaster.get().forEach((key, value) -> values.put("$broadcaster." + key, value));
        values.put("$now", clock.instant().toString());
        values.put("$soon", clock.instant().plusSeconds(300).toString());
        values.put("$uuid", UUID.randomUUID().toString());
        return SampleEvents.of(type, values)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no sample of " + type + ": send the event object as the request's JSON body"));
    }
}
