package dev.twitchrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads and writes JSON for the simulator. Thread-safe. */
final class SimulatorJson {
    private SimulatorJson() {}

    static ObjectNode object() {
        return JsonMappers.PLAIN.createObjectNode();
    }

    static ArrayNode array() {
        return JsonMappers.PLAIN.createArrayNode();
    }

    static String write(JsonNode node) {
        try {
            return JsonMappers.PLAIN.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The object in the text, or null when the text is not a JSON object. */
    static ObjectNode objectOrNull(String text) {
        try {
            return JsonMappers.PLAIN.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Reads a file of {@code src/main/resources/simulator}. */
    static JsonNode resource(String path) {
        try (InputStream in = SimulatorJson.class.getResourceAsStream("/simulator/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource simulator/" + path);
            }
            return JsonMappers.PLAIN.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("simulator/" + path, e);
        }
    }
}
