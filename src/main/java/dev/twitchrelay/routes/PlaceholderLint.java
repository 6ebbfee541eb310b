package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds placeholders without a setting, and replaces placeholders for the other lints. Thread-safe. */
final class PlaceholderLint implements RouteLint {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(?<name>[^{}:?]+?)\\s*(?<rest>:[^{}]*)?}}");
    private static final Pattern FUNCTION = Pattern.compile("(env|sys|bean|service)");

    private final UnaryOperator<String> settings;

    PlaceholderLint(UnaryOperator<String> settings) {
        this.settings = settings;
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        Set<String> properties = file.properties();
        file.root().all().filter(node -> node.text() != null).forEach(node -> {
            Matcher matcher = PLACEHOLDER.matcher(node.text());
            while (matcher.find()) {
                String missing = missing(matcher.group("name"), matcher.group("rest"), properties);
                if (missing != null) {
                    report.accept(node.problem(missing));
                }
            }
        });
    }

    private String missing(String name, String rest, Set<String> properties) {
        if (FUNCTION.matcher(name).matches() && rest != null) {
            String variable = rest.substring(1);
            return !name.equals("env") || variable.contains(":") || System.getenv(variable) != null
                    ? null
                    : "the environment variable " + variable + " is not set: set it where the relay starts, or write"
                            + " {{env:" + variable + ":default}}";
        }
        if (rest != null || properties.contains(name) || settings.apply(name) != null) {
            return null;
        }
        return "the setting {{" + name + "}} has no value" + Suggestion.question(name, properties)
                + ": set the environment variable "
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_') + ", or write {{" + name
                + ":default}}";
    }

    /** The text with the value or the default of every placeholder that has one. */
    String resolved(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = settings.apply(match.group(1));
            String otherwise =
                    match.group(2) == null ? match.group() : match.group(2).substring(1);
            return Matcher.quoteReplacement(value == null ? otherwise : value);
        });
    }
}
