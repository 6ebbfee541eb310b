package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.twitchrelay.kit.JsonMappers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of the JSON schema of Camel's YAML, which camel-yaml-dsl ships: the keys and the values that one place in a
 * route file may have. {@link SchemaLint} walks through it. Immutable.
 */
record CamelSchema(JsonNode node) {
    private static final CamelSchema ENTRY = new CamelSchema(
            JsonMappers.resource("/schema/camelYamlDsl.json", JsonNode.class).path("items"));

    /** The schema of one entry of a route file. */
    static CamelSchema entry() {
        return ENTRY;
    }

    private static JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        if (reference.isMissingNode() || schema.has("properties")) {
            return schema;
        }
        String name = reference.asText().substring("#/items/definitions/".length());
        return resolved(ENTRY.node.path("definitions").path(name));
    }

    /** The alternative that takes a value of this shape (mapping, list or text); empty where no alternative does. */
    Optional<CamelSchema> forShapeOf(YamlNode value) {
        return forShape(value.isMapping() ? "object" : value.isList() ? "array" : "scalar");
    }

    /** @param shape {@code object} for a mapping, {@code array} for a list, {@code scalar} for a text */
    Optional<CamelSchema> forShape(String shape) {
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

    /** All keys that a mapping may have; empty where any key is allowed. */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        // the schema of an entry has the definitions, and does not say additionalProperties
        if (node.has("additionalProperties") || node.has("definitions")) {
            node.path("properties").fieldNames().forEachRemaining(keys::add);
        }
        return keys;
    }

    /** The schema of the value of a key. */
    CamelSchema of(String key) {
        JsonNode own = node.path("properties").path(key);
        return new CamelSchema(resolved(own.isEmpty() ? deeper(node, key) : own));
    }

    /** The schema of the elements of a list. */
    CamelSchema elements() {
        return new CamelSchema(resolved(node.path("items")));
    }

    /** The schema describes some keys, such as the names of languages, in alternatives inside alternatives. */
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

    /** Whether a mapping holds an expression, under {@code expression} or under the name of a language. */
    boolean takesExpression() {
        return node.path("properties").has("simple") && node.path("properties").has("expression");
    }

    /** Whether a key of such a mapping holds the expression. */
    boolean isExpression(String key) {
        return node.path("properties").path(key).isEmpty() || key.equals("expression");
    }

    /** The texts that a value may have; empty where any text is allowed. */
    Set<String> values() {
        Set<String> values = new LinkedHashSet<>();
        node.path("enum").forEach(value -> values.add(value.asText()));
        return values;
    }

    /** The type in the words of JSON schema, or an empty text. */
    String type() {
        return node.path("type").asText();
    }
}
