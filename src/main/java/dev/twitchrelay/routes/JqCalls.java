package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import org.apache.camel.CamelContext;
import org.apache.camel.language.jq.JqFunctions;

/**
 * Finds calls of jq functions that do not exist. jackson-jq compiles them, and fails when a message reaches the call.
 * The tree of its compiled expressions has no accessors, so this class reads the fields. Not thread-safe.
 */
final class JqCalls {
    private static final String LIBRARY = "net.thisptr.jackson.jq.";
    private static final int MOST_ARGUMENTS = 6;

    private final Scope scope = Scope.newEmptyScope();
    private final Set<String> names = new TreeSet<>();

    /** @param name the function that does not exist, as the expression has it */
    record Unknown(String name, String message) {}

    JqCalls(CamelContext camel) {
        JqFunctions.load(camel, scope);
        JqFunctions.loadFromRegistry(camel, scope);
        JqFunctions.loadLocal(scope);
        BuiltinFunctionLoader.getInstance()
                .listFunctions(Versions.JQ_1_7, scope)
                .keySet()
                .forEach(name -> names.add(name.replaceFirst("/.*", "")));
        names.addAll(List.of("header", "property", "variable", "constant", "body"));
    }

    /**
     * The first call of a function that does not exist; empty if there is none.
     *
     * @param expression compiles without a failure
     */
    Optional<Unknown> unknown(String expression) {
        Visit visit = new Visit();
        try {
            visit.into(JsonQuery.compile(expression, Versions.JQ_1_7));
        } catch (IOException e) {
            // the compiler's own message says more
            return Optional.empty();
        }
        return visit.calls.stream()
                .filter(call -> !visit.defined.contains(call.name + "/" + call.arguments))
                .filter(call -> scope.getFunction(call.name, call.arguments) == null)
                .findFirst()
                .map(call -> new Unknown(call.name, message(call, visit)));
    }

    private String message(Call call, Visit visit) {
        List<String> possible = IntStream.rangeClosed(0, MOST_ARGUMENTS)
                .filter(count ->
                        scope.getFunction(call.name, count) != null || visit.defined.contains(call.name + "/" + count))
                .mapToObj(String::valueOf)
                .toList();
        if (!possible.isEmpty()) {
            return "the jq function '" + call.name + "' takes " + String.join(" or ", possible) + " arguments, not "
                    + call.arguments + "; a semicolon separates arguments";
        }
        Set<String> known = new TreeSet<>(names);
        visit.defined.forEach(name -> known.add(name.replaceFirst("/.*", "")));
        return "there is no jq function '" + call.name + "': "
                + Suggestion.or(
                        call.name,
                        known,
                        "jqlang.org/manual/v1.7 lists the functions; a text needs quotes, and a field a dot");
    }

    private record Call(String name, int arguments) {}

    /** The way through the tree of one expression. */
    private static final class Visit {
        final List<Call> calls = new ArrayList<>();
        /** Functions and their parameters that the expression defines, each as {@code name/arguments}. */
        final Set<String> defined = new TreeSet<>();

        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        void into(Object node) {
            if (node instanceof Collection<?> nodes) {
                nodes.forEach(this::into);
            } else if (node instanceof Map<?, ?> nodes) {
                nodes.keySet().forEach(this::into);
                nodes.values().forEach(this::into);
            } else if (node != null && node.getClass().getName().startsWith(LIBRARY) && seen.add(node)) {
                if (node instanceof FunctionCall) {
                    Call call = new Call((String) field(node, "name"), ((List<?>) field(node, "args")).size());
                    calls.add(call);
                    if (call.name.equals("constant")) {
                        // its argument is a text in the shape of a call
                        return;
                    }
                } else if (node instanceof FunctionDefinition) {
                    List<?> parameters = (List<?>) field(node, "args");
                    defined.add(field(node, "fname") + "/" + parameters.size());
                    parameters.forEach(parameter -> defined.add(parameter + "/0"));
                }
                for (Class<?> type = node.getClass(); type != null; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        if (!Modifier.isStatic(field.getModifiers())
                                && !field.getType().isPrimitive()) {
                            into(value(node, field));
                        }
                    }
                }
            }
        }

        private static Object field(Object node, String name) {
            try {
                return value(node, node.getClass().getDeclaredField(name));
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("jackson-jq has another tree than this class knows", e);
            }
        }

        private static Object value(Object node, Field field) {
            try {
                field.setAccessible(true);
                return field.get(node);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
