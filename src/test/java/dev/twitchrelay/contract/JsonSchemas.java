package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.contract.EventCatalog.EventType;
import java.util.List;

/**
 * Writes shapes as JSON Schema. A schema refers to no other file, and it allows members that it does not name, because Twitch
 * adds members without notice. Only keywords that draft 7 and 2020-12 share are used, because AsyncAPI reads draft 7.
 */
final class JsonSchemas {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EventCatalog catalog;

    JsonSchemas(EventCatalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of an event object, as a file of its own. */
    ObjectNode file(EventType type) {
        ObjectNode file = JSON.objectNode().put("$schema", DIALECT);
        return file.setAll(event(type));
    }

    /** The schema of an event object, for a place inside another document. */
    ObjectNode event(EventType type) {
        ObjectNode event = JSON.objectNode().put("title", type.name()).put("description", type.says());
        List<Shape.Fields> versions = type.versions().stream().distinct().toList();
        if (versions.size() == 1) {
            return event.setAll(schema(versions.get(0)));
        }
        ArrayNode alternatives = event.putArray("anyOf");
        versions.forEach(version -> alternatives.add(schema(version)));
        return event;
    }

    private ObjectNode schema(Shape shape) {
        if (shape instanceof Shape.Plain plain) {
            return plain(plain);
        } else if (shape instanceof Shape.Named named) {
            Shape meant = catalog.shapes().get(named.name());
            if (meant == null) {
                throw new IllegalArgumentException("event-shapes.json has no shape " + named.name());
            }
            return schema(meant);
        } else if (shape instanceof Shape.ListOf list) {
            return JSON.objectNode().put("type", "array").set("items", schema(list.item()));
        } else if (shape instanceof Shape.OrNull optional) {
            ObjectNode schema = schema(optional.shape());
            return schema.set("type", types(List.of(schema.required("type"), JSON.textNode("null"))));
        } else if (shape instanceof Shape.AnyOf any) {
            return anyOf(any.shapes().stream().map(this::schema).toList());
        }
        return object((Shape.Fields) shape);
    }

    private static ObjectNode plain(Shape.Plain plain) {
        if (plain.kind().equals("time")) {
            return JSON.objectNode().put("type", "string").put("format", "date-time");
        }
        ObjectNode schema = JSON.objectNode().put("type", plain.kind());
        if (!plain.known().isEmpty()) {
            ArrayNode examples = schema.putArray("examples");
            plain.known().forEach(examples::add);
        }
        return schema;
    }

    private ObjectNode object(Shape.Fields shape) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (Shape.Field field : shape.fields()) {
            for (String member : field.members()) {
                properties.set(member, schema(field.shape()));
                if (!field.optional()) {
                    required.add(member);
                }
            }
        }
        return required.isEmpty() ? schema : schema.set("required", required);
    }

    private static ObjectNode anyOf(List<ObjectNode> schemas) {
        boolean plain = schemas.stream().allMatch(schema -> schema.size() == 1 && schema.has("type"));
        if (plain) {
            return JSON.objectNode()
                    .set(
                            "type",
                            types(schemas.stream()
                                    .map(schema -> schema.get("type"))
                                    .toList()));
        }
        ArrayNode alternatives = JSON.arrayNode();
        schemas.forEach(alternatives::add);
        return JSON.objectNode().set("anyOf", alternatives);
    }

    private static ArrayNode types(List<JsonNode> names) {
        return JSON.arrayNode().addAll(names);
    }
}
