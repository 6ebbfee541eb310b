package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Tells in lines how a message differs from the message that a test expects. Used once, by one thread. */
final class MessageDifference {
    private final List<String> lines = new ArrayList<>();

    private MessageDifference() {}

    /**
     * The lines, each with a path into the message; none for a message that is as expected.
     *
     * @param name of the message, at the begin of each path
     * @param expected the parts that the test names: {@code to}, {@code headers}, {@code body}, {@code contains} and so
     *     on
     */
    static List<String> between(String name, JsonNode expected, JsonNode message) {
        MessageDifference difference = new MessageDifference();
        expected.fields()
                .forEachRemaining(part -> difference.comparePart(name, part.getKey(), part.getValue(), message));
        return difference.lines;
    }

    private void comparePart(String name, String part, JsonNode expected, JsonNode message) {
        switch (part) {
            case "to" ->
                add(
                        !message.path("to").asText().endsWith(expected.asText()),
                        name + ".to",
                        expected,
                        message.path("to"));
            case "headers" ->
                expected.fields().forEachRemaining(header -> {
                    JsonNode actual = message.path("headers").path(header.getKey());
                    boolean same = header.getValue().isNull()
                            ? actual.isMissingNode()
                            : header.getValue().asText().equals(actual.asText(null));
                    add(!same, name + ".headers." + header.getKey(), header.getValue(), actual);
                });
            case "contains" -> compare(name + ".body", expected, message.path("body"), true);
            default -> compare(name + "." + part, expected, message.path(part), false);
        }
    }

    /** @param partial whether actual objects may have more fields than expected */
    private void compare(String path, JsonNode expected, JsonNode actual, boolean partial) {
        if (expected.isObject() && actual.isObject()) {
            expected.fieldNames().forEachRemaining(name -> {
                if (actual.has(name)) {
                    compare(path + "." + name, expected.get(name), actual.get(name), partial);
                } else {
                    add(true, path + "." + name, expected.get(name), actual.path(name));
                }
            });
            actual.fieldNames().forEachRemaining(name -> {
                if (!partial && !expected.has(name)) {
                    lines.add(path + "." + name + ": not expected, but it is " + actual.get(name));
                }
            });
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i), partial);
            }
        } else {
            boolean same = (expected.isNumber() && actual.isNumber())
                    ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                    : expected.equals(actual);
            add(!same, path, expected, actual);
        }
    }

    private void add(boolean differs, String path, JsonNode expected, JsonNode actual) {
        if (differs) {
            lines.add(path + ": expected " + expected + ", but it is " + (actual.isMissingNode() ? "missing" : actual));
        }
    }
}
