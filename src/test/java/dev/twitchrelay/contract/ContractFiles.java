package dev.twitchrelay.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.contract.EventCatalog.EventType;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The files that are written from the catalog of event types: a schema for each type, the AsyncAPI document, and the events
 * in {@code twitch-stream.d.ts}.
 */
final class ContractFiles {
    static final Path SCHEMAS = Path.of("src/main/resources/static/api/schema");
    private static final Path ASYNC_API = Path.of("src/main/resources/static/api/asyncapi.yaml");
    private static final Path TEMPLATE = Path.of("src/main/contract/asyncapi.yaml");
    private static final Path TYPES = Path.of("src/main/resources/static/twitch-stream.d.ts");
    private static final String BEGIN =
            "// The types from here to the next line of slashes are written from the schemas.\n";
    private static final String END = "//////\n";

    /** The schemas that are written by hand, because no event type is in them. */
    static final List<String> BY_HAND = List.of("message", "stats", "hello", "alerts", "ping", "bye");

    /** Two blanks, and no blank before a colon. */
    private static final ObjectWriter PRETTY = JsonMappers.PLAIN.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final EventCatalog catalog;
    private final JsonSchemas schemas;

    ContractFiles(EventCatalog catalog) {
        this.catalog = catalog;
        this.schemas = new JsonSchemas(catalog);
    }

    /** The text of each file. */
    Map<Path, String> texts() {
        Map<Path, String> texts = new TreeMap<>();
        for (EventType type : catalog.types().values()) {
            texts.put(schemaFile(type.name()), pretty(schemas.file(type)));
        }
        texts.put(ASYNC_API, asyncApi());
        texts.put(TYPES, types());
        return texts;
    }

    static Path schemaFile(String name) {
        return SCHEMAS.resolve(name + ".json");
    }

    /** A schema as the relay serves it. */
    static JsonNode schema(String name) {
        return json(read(schemaFile(name)));
    }

    static JsonNode json(String text) {
        try {
            return JsonMappers.EVENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(JsonNode json) {
        try {
            return PRETTY.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The template, with the rows of each event type and the schemas. JSON on one line is YAML, too. */
    private String asyncApi() {
        String text = read(TEMPLATE);
        text = withRows(text, "channelMessages", type -> "      %1$s: {$ref: '#/components/messages/%1$s'}\n"
                .formatted(type.name()));
        text = withRows(text, "messages", type -> """
                    %1$s:
                      name: %1$s
                      title: %1$s
                      summary: %2$s
                      contentType: application/json
                      headers: {$ref: '#/components/schemas/frame'}
                      payload: {$ref: '#/components/schemas/%1$s.message'}
                      x-schema: /api/schema/%1$s.json
                """.formatted(type.name(), quoted(type.says())));
        text = withRows(text, "schemas", type -> """
                    %1$s.message: {type: object, required: [type, event, data], properties: {type: {const: event}, \
                event: {const: %1$s}, data: {$ref: '#/components/schemas/%1$s'}, origin: {$ref: '#/components/schemas/origin'}}}
                    %1$s: %2$s
                """.formatted(type.name(), schemas.event(type)));
        for (String name : BY_HAND) {
            text = text.replace("{{" + name + "}}", withoutDialect(schema(name)).toString());
        }
        return text;
    }

    private String withRows(String text, String name, Function<EventType, String> row) {
        String rows = catalog.types().values().stream().map(row).collect(Collectors.joining());
        String place = "{{" + name + "}}\n";
        if (!text.contains(place)) {
            throw new IllegalStateException(TEMPLATE + " has no line " + place);
        }
        return text.replace(place, rows);
    }

    private static JsonNode withoutDialect(JsonNode schema) {
        return schema.<ObjectNode>deepCopy().without("$schema");
    }

    private static String quoted(String sentence) {
        return "'" + sentence.replace("'", "''") + "'";
    }

    /** The file as it is, with the part between the marks written anew. */
    private static String between(String file, String part) {
        int begin = file.indexOf(BEGIN) + BEGIN.length();
        int end = file.indexOf(END, begin);
        if (begin < BEGIN.length() || end < 0) {
            throw new IllegalStateException(TYPES + " has lost the marks around the types that are written");
        }
        return file.substring(0, begin) + "\n" + part + "\n" + file.substring(end);
    }

    private String types() {
        return between(read(TYPES), new TypeScript(catalog).declarations());
    }
}
