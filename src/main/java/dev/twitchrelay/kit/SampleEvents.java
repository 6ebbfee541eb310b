package dev.twitchrelay.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Sample events of Twitch's subscription types, from {@code simulator/notifications}. The simulator and the relay's
 * test events use it, so that both send the same events. Thread-safe.
 */
public final class SampleEvents {
    private SampleEvents() {}

    /**
     * Makes the sample of a type.
     *
     * @param type a subscription type of letters, digits, dots and underscores
     * @param values the texts for the placeholders of samples, such as {@code $user.name} and {@code $now}
     * @return the event object, or empty when the type has no sample
     */
    public static Optional<ObjectNode> of(String type, Map<String, String> values) {
        try (InputStream file = SampleEvents.class.getResourceAsStream("/simulator/notifications/" + type + ".json")) {
            if (file == null) {
                return Optional.empty();
            }
            ObjectNode event = (ObjectNode) JsonMappers.EVENT.readTree(file);
            fill(event, values);
            return Optional.of(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(JsonNode node, Map<String, String> values) {
        if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> {
                String value = values.get(field.getValue().asText());
                if (value != null) {
                    field.setValue(object.textNode(value));
                }
            });
        }
        node.forEach(child -> fill(child, values));
    }
}
