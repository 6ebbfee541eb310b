package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a value of an event may be, as {@code subscription-types.json} and {@code event-shapes.json} write it. Immutable.
 *
 * <pre>
 * string, integer, boolean, time, object    a JSON type; time is RFC 3339; object is any object
 * string(live|rerun)                        with the values that are known; Twitch adds values
 * fragment                                  a shape of event-shapes.json
 * fragment[]                                a list
 * string?                                   or null
 * integer / string                          the one or the other
 * {"id": …, "color?": …}                    an object with its members; color may be absent
 * {"user_*": "string"}                      the members user_id, user_login and user_name
 * </pre>
 */
sealed interface Shape {
    Pattern WORD = Pattern.compile("(?<name>[a-z0-9_]+)(?:\\((?<known>[^()]+)\\))?(?<list>\\[])?(?<null>\\?)?");
    List<String> PLAIN = List.of("string", "integer", "boolean", "time", "object");
    String TRIPLE = "_*";

    /** @param known some values of a text, in no way all; may be empty */
    record Plain(String kind, List<String> known) implements Shape {}

    record Named(String name) implements Shape {}

    record ListOf(Shape item) implements Shape {}

    record OrNull(Shape shape) implements Shape {}

    record AnyOf(List<Shape> shapes) implements Shape {}

    record Fields(List<Field> fields) implements Shape {}

    /** @param name ends with {@code _*} when it stands for the three members of a user or a channel */
    record Field(String name, boolean optional, Shape shape) {
        boolean isTriple() {
            return name.endsWith(TRIPLE);
        }

        /** The name without the star of a triple: {@code user} for {@code user_*}. */
        String prefix() {
            return name.substring(0, name.length() - TRIPLE.length());
        }

        List<String> members() {
            return isTriple()
                    ? Stream.of("_id", "_login", "_name")
                            .map(end -> prefix() + end)
                            .toList()
                    : List.of(name);
        }
    }

    /** @throws IllegalArgumentException names the text that is no shape */
    static Shape of(JsonNode written) {
        return written.isObject() ? fields(written) : ofText(written.textValue());
    }

    static Fields fields(JsonNode written) {
        List<Field> fields = new ArrayList<>();
        written.fields().forEachRemaining(entry -> {
            boolean optional = entry.getKey().endsWith("?");
            String name = optional ? entry.getKey().substring(0, entry.getKey().length() - 1) : entry.getKey();
            fields.add(new Field(name, optional, of(entry.getValue())));
        });
        return new Fields(fields);
    }

    private static Shape ofText(String text) {
        if (text.contains(" / ")) {
            return new AnyOf(Stream.of(text.split(" / ")).map(Shape::ofText).toList());
        }
        Matcher word = WORD.matcher(text);
        if (!word.matches()) {
            throw new IllegalArgumentException("no shape: " + text);
        }
        List<String> known = word.group("known") == null
                ? List.of()
                : List.of(word.group("known").split("\\|"));
        Shape shape = PLAIN.contains(word.group("name"))
                ? new Plain(word.group("name"), known)
                : new Named(word.group("name"));
        shape = word.group("list") == null ? shape : new ListOf(shape);
        return word.group("null") == null ? shape : new OrNull(shape);
    }
}
