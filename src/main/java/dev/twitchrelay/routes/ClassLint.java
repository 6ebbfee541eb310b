package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/**
 * Finds names of classes that do not exist, and exceptions that are none. Camel notices a wrong exception of {@code
 * onException} only when something fails. Not thread-safe.
 */
final class ClassLint implements RouteLint {
    /** The keys that hold a class, and the kind of class that is needed. */
    private static final Map<String, Class<?>> NEEDED = Map.of(
            "exception", Throwable.class,
            "exceptionType", Throwable.class,
            "beanType", Object.class,
            "unmarshalType", Object.class);

    /** Exceptions that routes usually name, for suggestions. */
    private static final Set<String> USUAL = new TreeSet<>(Set.of(
            "java.lang.Exception",
            "java.lang.Throwable",
            "java.lang.RuntimeException",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.io.IOException",
            "java.net.ConnectException",
            "java.net.SocketTimeoutException",
            "com.fasterxml.jackson.databind.JsonNode",
            "org.apache.camel.CamelExchangeException",
            "org.apache.camel.http.base.HttpOperationFailedException",
            "dev.twitchrelay.auth.SignInRequiredException",
            "dev.twitchrelay.outbox.RefusedException",
            "dev.twitchrelay.outbox.TryLaterException",
            "dev.twitchrelay.outbox.UndeliverableException"));

    /** Makes a bean of a class where a step needs one, such as {@code aggregationStrategy}. */
    private static final String REFERENCE = "#class:";

    private final CamelContext camel;

    ClassLint(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> report) {
        file.root()
                .all()
                .filter(node -> node.text() != null && !node.text().contains("{{"))
                .forEach(node -> {
                    if (node.text().startsWith(REFERENCE)) {
                        String name = node.text().substring(REFERENCE.length()).replaceFirst("\\(.*", "");
                        check(node, name, Object.class, report);
                    } else if (NEEDED.containsKey(node.key())
                            && !node.owner().equals("parameters")
                            && !node.text().isBlank()) {
                        check(node, node.text().strip(), NEEDED.get(node.key()), report);
                    }
                });
    }

    private void check(YamlNode node, String name, Class<?> needed, Consumer<Problem> report) {
        Class<?> found = camel.getClassResolver().resolveClass(name);
        if (found == null) {
            report.accept(node.problem("there is no class '" + name + "'"
                    + Suggestion.among(name, USUAL)
                            .map(near -> ": did you mean '" + near + "'?")
                            .orElse(": write its whole name, such as java.io.IOException")));
        } else if (!needed.isAssignableFrom(found)) {
            report.accept(node.problem("'" + name + "' is no exception: name one, such as java.io.IOException"));
        }
    }
}
