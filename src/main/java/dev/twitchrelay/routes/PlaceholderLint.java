package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds placeholders that nothing is set for. Thread-safe. */
final class PlaceholderLint {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(?<name>[^{}:?]+?)\\s*(?<rest>:[^{}]*)?}}");
    private static final Pattern FUNCTION = Pattern.compile("(env|sys|bean|service)");

    private final UnaryOperator<String> settings;

    PlaceholderLint(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    List<Problem> problems(RouteFile file) {
        Set<String> own = new TreeSet<>();
        Node definition = YamlText.get(YamlText.get(file.root(), "spec"), "definition");
        for (NodeTuple property : YamlText.entries(YamlText.get(definition, "properties"))) {
            own.add(YamlText.text(property.getKeyNode()));
        }
        List<Problem> problems = new ArrayList<>();
        look(file.name(), file.root(), own, problems);
        return problems;
    }

    private void look(String file, Node node, Set<String> own, List<Problem> problems) {
        String text = YamlText.text(node);
        if (text != null) {
            Matcher matcher = PLACEHOLDER.matcher(text);
            while (matcher.find()) {
                String missing = missing(matcher.group("name"), matcher.group("rest"), own);
                if (missing != null) {
                    problems.add(YamlText.problem(file, node, missing));
                }
            }
        }
        YamlText.entries(node).forEach(entry -> look(file, entry.getValueNode(), own, problems));
        YamlText.elements(node).forEach(element -> look(file, element, own, problems));
    }

    private String missing(String name, String rest, Set<String> own) {
        if (FUNCTION.matcher(name).matches() && rest != null) {
            String variable = rest.substring(1);
            return !name.equals("env") || variable.contains(":") || System.getenv(variable) != null
                    ? null
                    : "the environment variable " + variable + " is not set: set it where the relay starts, or write"
                            + " {{env:" + variable + ":default}}";
        }
        if (rest != null || own.contains(name) || settings.apply(name) != null) {
            return null;
        }
        return "nothing is set for {{" + name + "}}" + Suggestion.question(name, own)
                + ": set the environment variable "
                + name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_') + ", or write {{" + name
                + ":default}}";
    }

    /** The text with every placeholder replaced that something is set for. */
    String resolved(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = settings.apply(match.group(1));
            String otherwise =
                    match.group(2) == null ? match.group() : match.group(2).substring(1);
            return Matcher.quoteReplacement(value == null ? otherwise : value);
        });
    }
}
