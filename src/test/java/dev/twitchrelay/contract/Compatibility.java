package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Finds the changes of a schema that break a program which reads the relay's messages. Such a program relies on the members
 * of the older schema. It ignores other members.
 */
final class Compatibility {
    private final List<String> breaks = new ArrayList<>();

    private Compatibility() {}

    /** @return each change that breaks a reader, with its place; empty when none does */
    static List<String> breaks(JsonNode older, JsonNode newer) {
        Compatibility compatibility = new Compatibility();
        compatibility.compare("", older, newer);
        return compatibility.breaks;
    }

    private void compare(String place, JsonNode older, JsonNode newer) {
        if (older.has("anyOf") || newer.has("anyOf")) {
            alternatives(place, older, newer);
            return;
        }
        Set<String> gained = types(newer);
        gained.removeAll(types(older));
        if (!types(older).isEmpty() && (!gained.isEmpty() || types(newer).isEmpty())) {
            breaks.add(place + ": may be " + (gained.isEmpty() ? "anything" : String.join(" or ", gained)) + " now");
        }
        for (String fixed : List.of("format", "const")) {
            if (older.has(fixed) && !older.get(fixed).equals(newer.get(fixed))) {
                breaks.add(place + ": its " + fixed + " is " + newer.get(fixed) + " now");
            }
        }
        members(place, older, newer);
        if (older.has("items")) {
            compare(place + "[]", older.get("items"), newer.path("items"));
        }
    }

    private void members(String place, JsonNode older, JsonNode newer) {
        older.path("properties").fields().forEachRemaining(member -> {
            String at = place + "/" + member.getKey();
            JsonNode now = newer.path("properties").get(member.getKey());
            if (now == null) {
                breaks.add(at + ": is gone");
                return;
            }
            if (isRequired(older, member.getKey()) && !isRequired(newer, member.getKey())) {
                breaks.add(at + ": may be absent now");
            }
            compare(at, member.getValue(), now);
        });
    }

    /** A reader of the older schema must know each alternative of the newer schema. */
    private void alternatives(String place, JsonNode older, JsonNode newer) {
        List<JsonNode> known = alternatives(older);
        int number = 0;
        for (JsonNode alternative : alternatives(newer)) {
            number++;
            if (known.stream().noneMatch(each -> breaks(each, alternative).isEmpty())) {
                breaks.add(place + ": alternative " + number + " fits no alternative of before");
            }
        }
    }

    private static List<JsonNode> alternatives(JsonNode schema) {
        return schema.has("anyOf")
                ? StreamSupport.stream(schema.get("anyOf").spliterator(), false).toList()
                : List.of(schema);
    }

    private static boolean isRequired(JsonNode schema, String member) {
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .anyMatch(name -> name.asText().equals(member));
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        return types;
    }
}
