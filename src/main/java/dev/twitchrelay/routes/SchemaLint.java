package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds keys, shapes and values that Camel's YAML does not know. Used once for one file. */
final class SchemaLint {
    private static final int KEYS_TOLD = 8;
    /** They take their expression elsewhere, or none. */
    private static final Set<String> WITHOUT_EXPRESSION = Set.of("sort", "transform", "aggregate", "throttle");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private SchemaLint(String file) {
        this.file = file;
    }

    static List<Problem> problems(RouteFile file) {
        SchemaLint lint = new SchemaLint(file.name());
        if (RouteFile.isKamelet(file.name())) {
            Node template = YamlText.get(YamlText.get(file.root(), "spec"), "template");
            for (NodeTuple entry : YamlText.entries(template)) {
                String key = YamlText.text(entry.getKeyNode());
                if ("from".equals(key)) {
                    lint.look(
                            entry.getValueNode(),
                            key,
                            CamelSchema.entry().of("route").of("from"));
                }
            }
        } else {
            for (Node element : YamlText.elements(file.root())) {
                lint.object((MappingNode) element, "the entry", CamelSchema.entry());
            }
        }
        return lint.problems;
    }

    private void look(Node value, String name, CamelSchema schema) {
        var fitting = schema.forShapeOf(value);
        if (fitting.isEmpty()) {
            at(value, "'" + name + "' takes " + shapes(value, schema));
            return;
        }
        if (value instanceof MappingNode mapping) {
            object(mapping, name, fitting.get());
        } else if (value instanceof SequenceNode) {
            YamlText.elements(value)
                    .forEach(element -> look(element, name, fitting.get().elements()));
        } else {
            scalar(value, name, fitting.get());
        }
    }

    private static String shapes(Node value, CamelSchema schema) {
        if (YamlText.text(value) != null && YamlText.text(value).isEmpty()) {
            return "a value, but none stands here: is the next line indented deeper than '" + "this one'?";
        }
        return schema.node().path("type").asText().equals("array")
                ? "a list: begin each line with '- '"
                : schema.node().path("type").asText().equals("object")
                        ? "keys on lines of their own, such as "
                                + schema.keys().stream().limit(KEYS_TOLD).collect(Collectors.joining(", "))
                        : "something else here";
    }

    private void object(MappingNode mapping, String name, CamelSchema schema) {
        Set<String> known = schema.keys();
        Set<String> present = new TreeSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = camelCased(YamlText.text(entry.getKeyNode()));
            if (!present.add(key)) {
                at(entry.getKeyNode(), "the key '" + key + "' stands here twice: remove one");
            } else if (!known.isEmpty() && !known.contains(key)) {
                at(entry.getKeyNode(), unknown(key, name, known));
            } else if (!known.isEmpty()) {
                look(entry.getValueNode(), key, schema.of(key));
            }
        }
        schema.required().stream()
                .filter(key -> !present.contains(key) && known.contains(key))
                .forEach(key -> at(mapping, "'" + name + "' needs the key '" + key + "'"));
        if (schema.takesExpression()
                && !WITHOUT_EXPRESSION.contains(name)
                && present.stream().noneMatch(key -> isExpression(schema, key))
                && present.stream().allMatch(known::contains)) {
            at(mapping, "'" + name + "' does not say what: add an expression such as 'simple:', 'constant:' or 'jq:'");
        }
    }

    private static boolean isExpression(CamelSchema schema, String key) {
        return schema.node().path("properties").path(key).isEmpty() || key.equals("expression");
    }

    private static String unknown(String key, String name, Set<String> known) {
        return "unknown key '" + key + "' in '" + name + "'"
                + Suggestion.among(key, known)
                        .map(near -> ": did you mean '" + near + "'?")
                        .orElse(
                                known.size() > 2 * KEYS_TOLD
                                        ? ": see the list of steps in routes/README.md, or the key is indented wrongly"
                                        : ": it takes " + String.join(", ", known));
    }

    private void scalar(Node value, String name, CamelSchema schema) {
        String text = YamlText.text(value);
        if (text.contains("{{")) {
            return;
        }
        if (schema.isBoolean() && !text.equals("true") && !text.equals("false")) {
            at(value, "'" + name + "' is '" + text + "', it must be true or false");
        } else if (!schema.values().isEmpty() && !schema.values().contains(text)) {
            at(value, "'" + name + "' is '" + text + "', it must be one of " + String.join(", ", schema.values()));
        }
    }

    private void at(Node node, String message) {
        problems.add(YamlText.problem(file, node, message));
    }

    /** Camel takes set-body for setBody. */
    static String camelCased(String key) {
        if (key == null || !key.contains("-")) {
            return String.valueOf(key);
        }
        StringBuilder cased = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            boolean dash = key.charAt(i) == '-' && i + 1 < key.length();
            cased.append(dash ? Character.toUpperCase(key.charAt(++i)) : key.charAt(i));
        }
        return cased.toString();
    }
}
