package dev.twitchrelay.routes;

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
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds in a file what an exception of Camel is about, and says it in one sentence. */
final class Fault {
    private static final Pattern WRAPPING = Pattern.compile("^Failed to (create|start) (route|consumer)\\b.*");
    private static final Pattern RESOLVING =
            Pattern.compile("^Failed to resolve endpoint: (?<uri>\\S+) due to: (?<reason>.*)$", Pattern.DOTALL);

    private Fault() {}

    /** @param route what was being built or started, or null for the whole file */
    static Problem in(RouteFile file, RouteUnit route, Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof MarkedYamlEngineException marked
                    && marked.getProblemMark().isPresent()) {
                return new Problem(
                        file.name(),
                        marked.getProblemMark().get().getLine() + 1,
                        marked.getProblemMark().get().getColumn() + 1,
                        String.valueOf(marked.getProblem()));
            }
        }
        int from = route == null ? 1 : route.line();
        int column = route == null ? 1 : route.column();
        for (String hint : hints(chain)) {
            Node node = YamlText.find(
                    file.root(),
                    from,
                    text -> text.contains(hint) || text.replaceFirst("://", ":").startsWith(hint));
            if (node != null) {
                return YamlText.problem(file.name(), node, reason(chain));
            }
        }
        return new Problem(file.name(), from, column, reason(chain));
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    /** The innermost causes, each said once. */
    static String reason(List<Throwable> chain) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Throwable cause : chain) {
            String message = cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage().strip().replaceAll("\\s+", " ");
            Matcher resolving = RESOLVING.matcher(message);
            String said = resolving.matches() ? resolving.group("reason") : message;
            if (!WRAPPING.matcher(message).matches() || cause == chain.get(chain.size() - 1)) {
                reasons.removeIf(earlier -> earlier.contains(said));
                if (reasons.stream().noneMatch(said::contains)) {
                    reasons.add(said);
                }
            }
        }
        return String.join(": ", reasons);
    }

    static String reason(Throwable failure) {
        return reason(chain(failure));
    }

    private static List<String> hints(List<Throwable> chain) {
        List<String> hints = new ArrayList<>();
        for (Throwable cause : chain) {
            if (cause instanceof ResolveEndpointFailedException endpoint && endpoint.getUri() != null) {
                hints.add(endpoint.getUri().replaceFirst("\\?.*", "").replaceFirst("://", ":"));
            } else if (cause instanceof NoSuchEndpointException endpoint && endpoint.getUri() != null) {
                hints.add(endpoint.getUri().replaceFirst("\\?.*", ""));
            } else if (cause instanceof ExpressionIllegalSyntaxException expression) {
                hints.add(expression.getExpression());
            } else if (cause instanceof NoSuchBeanException bean) {
                hints.add(bean.getName());
            }
        }
        hints.removeIf(Objects::isNull);
        Collections.reverse(hints);
        return hints;
    }
}
