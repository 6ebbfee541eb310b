package dev.twitchrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The package's words for JSON. Thread-safe. */
final class Json {
    private Json() {}

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

    /** The object in the text, or null when the text is anything else. */
    static ObjectNode objectOrNull(String text) {
        try {
            return JsonMappers.PLAIN.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    static boolean resourceExists(String path) {
        return Json.class.getResource("/simulator/" + path) != null;
    }

    /** A file under {@code src/main/resources/simulator}. */
    static JsonNode resource(String path) {
        try (InputStream in = Json.class.getResourceAsStream("/simulator/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource simulator/" + path);
            }
            return JsonMappers.PLAIN.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("simulator/" + path, e);
        }
    }
}
