package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Failures;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.spi.Language;

/** Finds expressions that Camel's languages cannot compile, by compiling them. Not thread-safe. */
final class ExpressionLint implements RouteLint {
    private static final Set<String> LANGUAGES = Set.of(
            "simple", "csimple", "jq", "jsonpath", "xpath", "groovy", "ognl", "mvel", "spel", "datasonnet", "js");
    /** The steps whose expression is a predicate. */
    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "retryWhile", "completionPredicate");

    private static final Set<String> STEPS_WITH_MESSAGE = Set.of("log", "throwException");
    private static final Pattern POSITION = Pattern.compile("at line (?<line>\\d+), column (?<column>\\d+)");
    private static final Pattern LOCATION = Pattern.compile("at location (?<index>\\d+)");

    private final CamelContext camel;
    private final PlaceholderLint placeholders;
    private final JqCalls jqCalls;

    ExpressionLint(CamelContext camel, PlaceholderLint placeholders) {
        this.camel = camel;
        this.placeholders = placeholders;
        this.jqCalls = new JqCalls(camel);
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        file.root().all().filter(node -> !node.owner().equals("parameters")).forEach(node -> {
            if (LANGUAGES.contains(node.key())) {
                compile(node.key(), node.textOr("expression"), CONDITIONS.contains(node.owner()), report);
            } else if (node.text() != null
                    && (node.key().equals("log")
                            || (node.key().equals("message") && STEPS_WITH_MESSAGE.contains(node.owner())))) {
                compile("simple", node, false, report);
            }
        });
        EndpointUse.in(file)
                .filter(use -> use.receiving() && use.resolved(placeholders).startsWith("outbox:"))
                .map(use -> use.parameter("filter"))
                .filter(filter -> filter.text() != null)
                .forEach(filter -> compile("jq", filter, true, report));
    }

    private void compile(String name, YamlNode node, boolean condition, Consumer<Problem> report) {
        String text = node.text() == null ? "{{" : placeholders.resolved(node.text());
        if (text.contains("{{")) {
            // the value of a placeholder is not known here
            return;
        }
        try {
            Language language = camel.resolveLanguage(name);
            if (condition) {
                language.createPredicate(text).initPredicate(camel);
            } else {
                language.createExpression(text).init(camel);
            }
            if (name.equals("jq")) {
                jqCalls.unknown(text)
                        .ifPresent(unknown -> report.accept(node.problemIn(unknown.name(), unknown.message())));
            }
        } catch (NoSuchLanguageException e) {
            report.accept(
                    node.problem("the language '" + name + "' is not part of the relay: write it in simple or jq"));
        } catch (RuntimeException e) {
            if (!isAboutBean(e)) {
                report.accept(problem(name, node, Failures.innermost(e)));
            }
        }
    }

    /** {@link JavaLint} tells of beans and methods that do not exist, at the place of the name. */
    private static boolean isAboutBean(RuntimeException failure) {
        return Failures.chain(failure).stream()
                .anyMatch(cause -> cause instanceof NoSuchBeanException || cause instanceof MethodNotFoundException);
    }

    private static Problem problem(String name, YamlNode node, String reason) {
        String message = "this is no " + name + " expression: " + sentence(reason);
        Matcher position = POSITION.matcher(reason);
        if (position.find()) {
            return node.problemAt(
                    Integer.parseInt(position.group("line")), Integer.parseInt(position.group("column")), message);
        }
        Matcher location = LOCATION.matcher(reason);
        return location.find()
                ? node.problemAt(1, Integer.parseInt(location.group("index")) + 1, message)
                : node.problem(message);
    }

    /** The first line of a parser's message, without the list of expected tokens and the picture below it. */
    private static String sentence(String reason) {
        return reason.replaceFirst("(?s)\\s*Was expecting.*", "")
                .strip()
                .replaceFirst("(?s)\n.*", "")
                .replaceAll("^Cannot compile query: .*: (?=Encountered|Lexical)", "")
                .replaceAll("\\s+", " ")
                .replaceFirst("\\.$", "");
    }
}
