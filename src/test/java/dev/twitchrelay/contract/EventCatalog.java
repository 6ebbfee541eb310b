package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of {@code subscription-types.json} with the shapes that they share. Everything that is published about events
 * is made from it. Immutable.
 *
 * @param types by name, in the order of the file
 * @param shapes by name
 */
record EventCatalog(Map<String, EventType> types, Map<String, Shape> shapes) {
    private static final Path FOLDER = Path.of("src/main/resources/eventsub");

    /**
     * @param says a plain sentence
     * @param versions the event of each version that Twitch offers, newest last
     */
    record EventType(String name, String says, List<Shape.Fields> versions) {}

    static EventCatalog read() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        json(FOLDER.resolve("event-shapes.json"))
                .fields()
                .forEachRemaining(entry -> shapes.put(entry.getKey(), Shape.of(entry.getValue())));
        Map<String, EventType> types = new LinkedHashMap<>();
        for (JsonNode entry : json(FOLDER.resolve("subscription-types.json"))) {
            String name = entry.path("type").asText();
            List<Shape.Fields> versions = new ArrayList<>();
            if (types.containsKey(name)) {
                versions.addAll(types.get(name).versions());
            }
            // a version that Twitch documents in two ways has a list
            JsonNode event = entry.required("event");
            for (JsonNode written : event.isArray()
                    ? event
                    : JsonMappers.PLAIN.createArrayNode().add(event)) {
                versions.add(Shape.fields(written));
            }
            types.put(name, new EventType(name, entry.required("says").asText(), versions));
        }
        return new EventCatalog(types, shapes);
    }

    private static JsonNode json(Path file) {
        try {
            return JsonMappers.PLAIN.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
