package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Failures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns an exception of Camel into a problem: finds its place in the file, and says its reason in one sentence. */
final class CamelFailure {
    private static final Pattern WRAPPING = Pattern.compile("^Failed to (create|start) (route|consumer)\\b.*");
    private static final Pattern RESOLVING =
            Pattern.compile("^Failed to resolve endpoint: (?<uri>\\S+) due to: (?<reason>.*)$", Pattern.DOTALL);

    /** Classes and objects of the relay, which mean nothing to the author of a route. */
    private static final Pattern INSIDES = Pattern.compile("(class )?dev\\.twitchrelay(\\.[\\w$]+)+(@[0-9a-f]+)?");

    /** Exceptions that a route may throw are names that its author knows. */
    private static final Pattern KNOWN = Pattern.compile(".*\\.[A-Za-z]+Exception");

    private CamelFailure() {}

    /** @param within the route that Camel could not build, start or stop, or the file that it could not read */
    static Problem problem(YamlNode within, Throwable failure) {
        List<Throwable> chain = Failures.chain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof MarkedYamlEngineException marked
                    && marked.getProblemMark().isPresent()) {
                return new Problem(
                        within.file(),
                        marked.getProblemMark().get().getLine() + 1,
                        marked.getProblemMark().get().getColumn() + 1,
                        String.valueOf(marked.getProblem()));
            }
        }
        return names(chain).stream()
                .flatMap(name ->
                        within
                                .find(text -> text.contains(name)
                                        || text.replaceFirst("://", ":").startsWith(name))
                                .stream())
                .findFirst()
                .orElse(within)
                .problem(reason(chain));
    }

    /** The messages of an exception and its causes in one sentence, without Camel's wrapping and without repetition. */
    static String reason(Throwable failure) {
        return reason(Failures.chain(failure));
    }

    private static String reason(List<Throwable> chain) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Throwable cause : chain) {
            String message = cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage().strip().replaceAll("\\s+", " ");
            Matcher resolving = RESOLVING.matcher(message);
            String reason = resolving.matches() ? resolving.group("reason") : message;
            if (!WRAPPING.matcher(message).matches() || cause == chain.get(chain.size() - 1)) {
                reasons.removeIf(earlier -> earlier.contains(reason));
                if (reasons.stream().noneMatch(reason::contains)) {
                    reasons.add(reason);
                }
            }
        }
        return INSIDES.matcher(String.join(": ", reasons))
                .replaceAll(name -> Matcher.quoteReplacement(
                        KNOWN.matcher(name.group()).matches() ? name.group() : "a part of the relay"));
    }

    /** The names that the exceptions complain about, the innermost first. */
    private static List<String> names(List<Throwable> chain) {
        List<String> names = new ArrayList<>();
        for (Throwable cause : chain) {
            if (cause instanceof ResolveEndpointFailedException endpoint && endpoint.getUri() != null) {
                names.add(endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("://", ":"));
            } else if (cause instanceof NoSuchEndpointException endpoint && endpoint.getUri() != null) {
                names.add(endpoint.getUri().replaceFirst("\\?.*", ""));
            } else if (cause instanceof ExpressionIllegalSyntaxException expression) {
                names.add(expression.getExpression());
            } else if (cause instanceof NoSuchBeanException bean) {
                names.add(bean.getName());
            }
        }
        names.removeIf(Objects::isNull);
        Collections.reverse(names);
        return names;
    }
}
