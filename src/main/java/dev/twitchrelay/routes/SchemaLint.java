package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds keys, shapes and values that the schema of Camel's YAML does not allow. Camel's loader finds them too, but only
 * the first of a file, and it suggests no key. The compiler and Camel's parser check Java and XML. Thread-safe.
 */
final class SchemaLint implements RouteLint {
    private static final int MOST_KEYS = 8;
    /** Steps that the schema gives an expression, and that work without. */
    private static final Set<String> WITHOUT_EXPRESSION = Set.of("sort", "transform", "aggregate", "throttle");

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        Visit visit = new Visit(report);
        if (!file.isYaml()) {
            return;
        }
        if (file.isKamelet()) {
            YamlNode from = file.root().get("spec").get("template").get("from");
            if (from.exists()) {
                visit.value(from, "from", CamelSchema.entry().of("route").of("from"));
            }
        } else {
            file.root().elements().forEach(entry -> visit.mapping(entry, "the entry", CamelSchema.entry()));
        }
    }

    /** The way through the values of one file, beside the schema of each value. */
    private record Visit(Consumer<Problem> report) {
        void value(YamlNode value, String name, CamelSchema schema) {
            CamelSchema fitting = schema.forShapeOf(value).orElse(null);
            if (fitting == null) {
                report.accept(value.problem("'" + name + "' " + expectation(value, schema)));
            } else if (value.isMapping()) {
                mapping(value, name, fitting);
            } else if (value.isList()) {
                value.elements().forEach(element -> value(element, name, fitting.elements()));
            } else {
                scalar(value, name, fitting);
            }
        }

        private static String expectation(YamlNode value, CamelSchema schema) {
            if ("".equals(value.text())) {
                return "has no value: if the value is on the next line, indent that line deeper";
            }
            return switch (schema.type()) {
                case "array" -> "takes a list: begin each line with '- '";
                case "object" ->
                    "takes keys on lines of their own, such as "
                            + schema.keys().stream().limit(MOST_KEYS).collect(Collectors.joining(", "));
                default -> "takes another kind of value";
            };
        }

        void mapping(YamlNode mapping, String name, CamelSchema schema) {
            Set<String> known = schema.keys();
            Set<String> present = new TreeSet<>();
            for (YamlNode value : mapping.values()) {
                String key = value.key();
                if (!present.add(key)) {
                    report.accept(value.keyProblem("the key '" + key + "' stands here twice: remove one of them"));
                } else if (!known.isEmpty() && !known.contains(key)) {
                    report.accept(value.keyProblem(unknown(key, name, known)));
                } else if (!known.isEmpty()) {
                    value(value, key, schema.of(key));
                }
            }
            schema.required().stream()
                    .filter(key -> !present.contains(key) && known.contains(key))
                    .forEach(key -> report.accept(mapping.problem("'" + name + "' needs the key '" + key + "'")));
            if (schema.takesExpression()
                    && !WITHOUT_EXPRESSION.contains(name)
                    && present.stream().noneMatch(schema::isExpression)
                    && known.containsAll(present)) {
                report.accept(mapping.problem(
                        "'" + name + "' has no expression: add one, such as 'simple:', 'constant:' or 'jq:'"));
            }
        }

        private static String unknown(String key, String name, Set<String> known) {
            return "unknown key '" + key + "' in '" + name + "': "
                    + Suggestion.or(
                            key,
                            known,
                            known.size() > 2 * MOST_KEYS
                                    ? "it is no step of Camel's YAML DSL"
                                            + " (camel.apache.org/components/4.17.x/others/yaml-dsl.html), or it is"
                                            + " indented wrongly"
                                    : "it takes " + String.join(", ", known));
        }

        private void scalar(YamlNode value, String name, CamelSchema schema) {
            String text = value.text();
            if (text.contains("{{")) {
                return;
            }
            String wrong = "'" + name + "' is '" + text + "', it must be ";
            if (schema.type().equals("boolean") && !text.equals("true") && !text.equals("false")) {
                report.accept(value.problem(wrong + "true or false"));
            } else if (!schema.values().isEmpty() && !schema.values().contains(text)) {
                report.accept(value.problem(wrong + "one of " + String.join(", ", schema.values())));
            }
        }
    }
}
