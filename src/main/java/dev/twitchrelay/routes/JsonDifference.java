package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Says in lines how one JSON differs from another. */
final class JsonDifference {
    private final boolean partial;
    private final List<String> lines = new ArrayList<>();

    private JsonDifference(boolean partial) {
        this.partial = partial;
    }

    /** @param partial objects may have more fields than expected */
    static List<String> between(String path, JsonNode expected, JsonNode actual, boolean partial) {
        JsonDifference difference = new JsonDifference(partial);
        difference.compare(path, expected, actual);
        return difference.lines;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            expected.fieldNames().forEachRemaining(name -> {
                if (actual.has(name)) {
                    compare(path + "." + name, expected.get(name), actual.get(name));
                } else {
                    lines.add(path + "." + name + ": expected " + expected.get(name) + ", but it is missing");
                }
            });
            if (!partial) {
                actual.fieldNames().forEachRemaining(name -> {
                    if (!expected.has(name)) {
                        lines.add(path + "." + name + ": not expected, but it is " + actual.get(name));
                    }
                });
            }
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (!same(expected, actual)) {
            lines.add(path + ": expected " + expected + ", but it is " + actual);
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        return (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }
}
