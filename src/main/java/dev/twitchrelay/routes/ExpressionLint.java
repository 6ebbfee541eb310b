package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.spi.Language;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds expressions that their language cannot compile. Not thread-safe. */
final class ExpressionLint {
    private static final Set<String> LANGUAGES = Set.of(
            "simple", "csimple", "jq", "jsonpath", "xpath", "groovy", "ognl", "mvel", "spel", "datasonnet", "js");
    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "retryWhile", "completionPredicate");
    private static final Pattern POSITION = Pattern.compile("at line (?<line>\\d+), column (?<column>\\d+)");
    private static final Pattern LOCATION = Pattern.compile("at location (?<index>\\d+)");

    private final CamelContext camel;
    private final PlaceholderLint placeholders;
    private final List<Problem> problems = new ArrayList<>();
    private String file;

    ExpressionLint(CamelContext camel, PlaceholderLint placeholders) {
        this.camel = camel;
        this.placeholders = placeholders;
    }

    List<Problem> problems(RouteFile routes) {
        file = routes.name();
        TreeWalk.through(routes.root(), (owner, key, value) -> visit(owner, YamlText.text(key), value));
        return problems;
    }

    private void visit(String owner, String key, Node value) {
        if (LANGUAGES.contains(key) && !"parameters".equals(owner)) {
            Node text = YamlText.text(value) == null ? YamlText.get(value, "expression") : value;
            compile(key, text, CONDITIONS.contains(String.valueOf(owner)));
        } else if (isMessage(owner, key, value)) {
            compile("simple", value, false);
        }
    }

    /** What {@code log} and {@code throwException} say; {@code log} also in its short form, {@code log: text}. */
    private static boolean isMessage(String owner, String key, Node value) {
        return ("message".equals(key) && Set.of("log", "throwException").contains(String.valueOf(owner)))
                || ("log".equals(key) && !"parameters".equals(owner) && YamlText.text(value) != null);
    }

    private void compile(String name, Node at, boolean condition) {
        String text = YamlText.text(at);
        String resolved = text == null ? "{{" : placeholders.resolved(text);
        if (resolved.contains("{{")) {
            return;
        }
        try {
            Language language = camel.resolveLanguage(name);
            if (condition) {
                language.createPredicate(resolved).initPredicate(camel);
            } else {
                language.createExpression(resolved).init(camel);
            }
        } catch (NoSuchLanguageException e) {
            problems.add(YamlText.problem(
                    file, at, "the language '" + name + "' is not part of the relay: write it in simple or jq"));
        } catch (RuntimeException e) {
            report(name, at, innermost(e));
        }
    }

    private void report(String name, Node at, String reason) {
        Matcher position = POSITION.matcher(reason);
        Matcher location = LOCATION.matcher(reason);
        Place place = position.find()
                ? Place.of(
                        file, at, Integer.parseInt(position.group("line")), Integer.parseInt(position.group("column")))
                : location.find()
                        ? Place.of(file, at, 1, Integer.parseInt(location.group("index")) + 1)
                        : new Place(file, YamlText.line(at), YamlText.column(at));
        problems.add(place.problem("this is no " + name + " expression: " + sentence(reason)));
    }

    private static String innermost(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            reason = cause.getMessage() == null ? reason : cause.getMessage();
        }
        return reason;
    }

    /** Parsers add what they would have liked, and a picture. */
    private static String sentence(String reason) {
        String said = reason.replaceFirst("(?s)\\s*Was expecting.*", "").strip();
        int picture = said.indexOf('\n');
        return (picture < 0 ? said : said.substring(0, picture))
                .replaceAll("^Cannot compile query: .*: (?=Encountered|Lexical)", "")
                .replaceAll("\\s+", " ")
                .replaceFirst("\\.$", "");
    }
}
