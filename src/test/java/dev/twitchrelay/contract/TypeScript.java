package dev.twitchrelay.contract;

import dev.twitchrelay.contract.EventCatalog.EventType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the catalog as the TypeScript types of {@code twitch-stream.d.ts}. An event with the same members as an earlier
 * event refers to it.
 */
final class TypeScript {
    /** Values are known, but not all of them; the intersection keeps an editor's list of the known ones. */
    private static final String OR_ANY_TEXT = " | (string & {})";

    private static final Map<String, String> PLAIN = Map.of(
            "string", "string",
            "integer", "number",
            "boolean", "boolean",
            "time", "string",
            "object", "Record<string, unknown>");

    private final EventCatalog catalog;

    TypeScript(EventCatalog catalog) {
        this.catalog = catalog;
    }

    /** The shapes and the interface of all events. */
    String declarations() {
        StringBuilder text = new StringBuilder();
        catalog.shapes()
                .forEach((name, shape) ->
                        text.append("export type %s = %s;\n\n".formatted(camel(name), type(shape, "  "))));
        text.append("/** Twitch's event objects, unchanged, by event type. Twitch adds members without notice. */\n")
                .append("export interface Events {\n");
        Map<String, String> written = new HashMap<>();
        for (EventType type : catalog.types().values()) {
            String shape = versions(type);
            String same = shape.contains("\n") ? written.putIfAbsent(shape, type.name()) : null;
            text.append("  /** %s */\n".formatted(type.says()))
                    .append("  '%s': %s;\n".formatted(type.name(), same == null ? shape : "Events['" + same + "']"));
        }
        return text.append("}\n").toString();
    }

    private String versions(EventType type) {
        List<String> versions = type.versions().stream()
                .distinct()
                .map(fields -> type(fields, "    "))
                .toList();
        return versions.size() == 1 ? versions.get(0) : "(" + String.join(") | (", versions) + ")";
    }

    private String type(Shape shape, String indent) {
        if (shape instanceof Shape.Plain plain) {
            return plain.known().isEmpty()
                    ? PLAIN.get(plain.kind())
                    : plain.known().stream().map(value -> "'" + value + "'").collect(Collectors.joining(" | "))
                            + OR_ANY_TEXT;
        } else if (shape instanceof Shape.Named named) {
            return camel(named.name());
        } else if (shape instanceof Shape.ListOf list) {
            String item = type(list.item(), indent);
            return item.contains(" ") ? "(" + item + ")[]" : item + "[]";
        } else if (shape instanceof Shape.OrNull optional) {
            return type(optional.shape(), indent) + " | null";
        } else if (shape instanceof Shape.AnyOf any) {
            return any.shapes().stream().map(each -> type(each, indent)).collect(Collectors.joining(" | "));
        }
        return object((Shape.Fields) shape, indent);
    }

    private String object(Shape.Fields shape, String indent) {
        List<String> triples = shape.fields().stream()
                .filter(Shape.Field::isTriple)
                .map(field -> triple(field, indent))
                .toList();
        String members = shape.fields().stream()
                .filter(field -> !field.isTriple())
                .map(field -> indent + field.name() + (field.optional() ? "?: " : ": ")
                        + type(field.shape(), indent + "  ") + ";\n")
                .collect(Collectors.joining());
        String all = String.join(" & ", triples);
        if (members.isEmpty()) {
            return all.isEmpty() ? "{}" : all;
        }
        String object = "{\n" + members + indent.substring(2) + "}";
        return all.isEmpty() ? object : all + " & " + object;
    }

    private String triple(Shape.Field field, String indent) {
        String value = type(field.shape(), indent);
        String named = "Named<'" + field.prefix() + "'" + (value.equals("string") ? "" : ", " + value) + ">";
        return field.optional() ? "Partial<" + named + ">" : named;
    }

    private static String camel(String name) {
        return Arrays.stream(name.split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
