package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compares JSON with the schemas that the relay serves, read from their files. Thread-safe. */
public final class Schemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    /** How much a schema asks for. */
    private enum Strictness {
        /** What the relay serves: members without a name in the schema are allowed. */
        SERVED,
        /** Each member has a name in the schema: without, it is misspelled. */
        CLOSED,
        /** As closed, and nothing is required. */
        PART
    }

    private record Key(String name, Strictness strictness) {}

    private static final Map<Key, JsonSchema> KNOWN = new ConcurrentHashMap<>();

    private Schemas() {}

    /** The faults of anybody's JSON. */
    public static List<String> faults(String schema, JsonNode json) {
        return faults(schema, Strictness.SERVED, json);
    }

    /** The faults of JSON that is written in this project. A member that the schema does not name is one. */
    public static List<String> faultsOfOurs(String schema, JsonNode json) {
        return faults(schema, Strictness.CLOSED, json);
    }

    /** The faults of JSON that is written in this project and leaves members out. */
    public static List<String> faultsOfAPart(String schema, JsonNode json) {
        return faults(schema, Strictness.PART, json);
    }

    /** The faults of JSON by a schema that somebody has served. */
    public static List<String> faults(JsonNode schema, JsonNode json) {
        return texts(FACTORY.getSchema(schema), json);
    }

    private static List<String> faults(String name, Strictness strictness, JsonNode json) {
        JsonSchema schema = KNOWN.computeIfAbsent(new Key(name, strictness), key -> {
            JsonNode written = ContractFiles.schema(key.name);
            if (key.strictness != Strictness.SERVED) {
                close(written, key.strictness);
            }
            return FACTORY.getSchema(written);
        });
        return texts(schema, json);
    }

    private static void close(JsonNode schema, Strictness strictness) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
            if (strictness == Strictness.PART) {
                object.remove("required");
            }
        }
        schema.forEach(child -> close(child, strictness));
    }

    private static List<String> texts(JsonSchema schema, JsonNode json) {
        return schema.validate(json).stream().map(ValidationMessage::getMessage).toList();
    }
}
