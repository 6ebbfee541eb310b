package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Camel's JSON schema of its YAML, which ships in camel-yaml-dsl: what a key may be and what it takes. Immutable.
 *
 * @param node the schema of one value
 */
record CamelSchema(JsonNode node) {
    private static final String RESOURCE = "/schema/camelYamlDsl.json";
    private static final CamelSchema ENTRY = new CamelSchema(load());

    /** The schema of one entry of a route file. */
    static CamelSchema entry() {
        return ENTRY;
    }

    private static JsonNode load() {
        try (InputStream json = CamelSchema.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readTree(json).path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        if (reference.isMissingNode() || schema.has("properties")) {
            return schema;
        }
        String name = reference.asText().substring("#/items/definitions/".length());
        return resolved(ENTRY.node.path("definitions").path(name));
    }

    /** The schema for a value of this shape; nothing when the value may not have it. */
    Optional<CamelSchema> forShapeOf(Node value) {
        String shape = value instanceof MappingNode ? "object" : value instanceof SequenceNode ? "array" : "scalar";
        List<JsonNode> variants = new ArrayList<>();
        if (node.has("oneOf") && !node.has("properties")) {
            node.path("oneOf").forEach(variant -> variants.add(resolved(variant)));
        } else {
            variants.add(node);
        }
        return variants.stream()
                .filter(variant -> takes(variant, shape))
                .findFirst()
                .map(CamelSchema::new);
    }

    private static boolean takes(JsonNode schema, String shape) {
        String type = schema.path("type").asText(schema.has("properties") ? "object" : "");
        return switch (type) {
            case "" -> true;
            case "object", "array" -> type.equals(shape);
            default -> shape.equals("scalar");
        };
    }

    /** Every key that an object may have; empty when any key is allowed. */
    @SuppressWarnings("ReferenceEquality") // the one entry and not one like it
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        if (node.has("additionalProperties") || this == ENTRY) {
            node.path("properties").fieldNames().forEachRemaining(keys::add);
        }
        return keys;
    }

    CamelSchema of(String key) {
        JsonNode own = node.path("properties").path(key);
        return new CamelSchema(resolved(own.isEmpty() ? deeper(node, key) : own));
    }

    CamelSchema elements() {
        return new CamelSchema(resolved(node.path("items")));
    }

    /** Keys such as the names of languages are described in the alternatives of an object. */
    private static JsonNode deeper(JsonNode schema, String key) {
        for (String combination : List.of("anyOf", "oneOf", "allOf")) {
            for (JsonNode alternative : schema.path(combination)) {
                JsonNode target = resolved(alternative);
                JsonNode found = target.path("properties").path(key);
                if (found.isEmpty()) {
                    found = deeper(target, key);
                }
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return MissingNode.getInstance();
    }

    Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        node.path("required").forEach(key -> required.add(key.asText()));
        return required;
    }

    /** Whether an object says what it does by an expression, under the name of a language. */
    boolean takesExpression() {
        return node.path("properties").has("simple") && node.path("properties").has("expression");
    }

    Set<String> values() {
        Set<String> values = new LinkedHashSet<>();
        node.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    boolean isBoolean() {
        return node.path("type").asText().equals("boolean");
    }
}
