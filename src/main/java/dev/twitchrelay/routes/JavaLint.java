package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import dev.twitchrelay.routes.RouteUnit.Kind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RoutePolicy;

/**
 * Finds classes, beans, methods of beans and numbers of arguments that do not exist, and exceptions that are none,
 * wherever a route file can name them: in steps, in {@code ${bean:…}}, in {@code bean:…} and in references such as
 * {@code "#sinks"}. Camel finds many of them only when a message comes. Not thread-safe.
 */
final class JavaLint implements RouteLint {
    /** The steps and expressions whose {@code ref} is a bean. */
    private static final Set<String> WITH_REF = Set.of("bean", "method", "process");

    /** Options of steps that name a bean, with or without {@code #} in front. */
    private static final Set<String> OPTIONS = Set.of(
            "aggregationStrategy",
            "aggregationRepository",
            "idempotentRepository",
            "onPrepare",
            "onRedelivery",
            "onExceptionOccurred",
            "comparator");

    /** The keys of a route that name policies, in YAML and in Camel's model. */
    private static final Set<String> POLICIES = Set.of("routePolicy", "routePolicyRef");

    /** What may stand behind the {@code #} instead of a bean's name. */
    private static final String NO_NAME = "#(class|type|property|valueAs|env|sys)[:(].*";

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

    private static final String FUNCTION = "${bean:";
    private static final int MOST_METHODS = 8;

    private final CamelContext camel;
    /** The beans of route files by their names, with their classes, which may be null. */
    private final Map<String, Class<?>> ofFiles = new HashMap<>();

    private final Set<String> names;
    private Consumer<Problem> report;

    /**
     * @param names the beans of the relay, for suggestions
     * @param set all files, because a file may use a bean of another file
     */
    JavaLint(CamelContext camel, Set<String> names, RouteSet set) {
        this.camel = camel;
        this.names = new TreeSet<>(names);
        set.units(Kind.BEANS).stream()
                .flatMap(unit -> unit.node().elements().stream())
                .filter(bean -> bean.get("name").text() != null)
                .forEach(bean -> {
                    String type = bean.get("type").text();
                    ofFiles.put(
                            bean.get("name").text(),
                            type == null ? null : camel.getClassResolver().resolveClass(type));
                });
        this.names.addAll(ofFiles.keySet());
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> reporting) {
        report = reporting;
        file.root().all().filter(node -> node.text() != null).forEach(this::value);
        EndpointUse.in(file).forEach(use -> {
            if (use.uri().text().startsWith("bean:")) {
                endpoint(use);
            } else if (!use.uri().text().startsWith("kamelet:")) {
                use.parameters().values().stream()
                        .filter(value -> String.valueOf(value.text()).startsWith("#"))
                        .forEach(this::reference);
            }
        });
    }

    private void value(YamlNode node) {
        if (node.text().startsWith(REFERENCE)) {
            type(node, node.text().substring(REFERENCE.length()).replaceFirst("\\(.*", ""), Object.class);
            return;
        }
        if (node.owner().equals("parameters")) {
            return; // the endpoint decides what it is
        }
        if (NEEDED.containsKey(node.key()) && !node.text().isBlank()) {
            type(node, node.text().strip(), NEEDED.get(node.key()));
        } else if (node.key().equals("ref") && WITH_REF.contains(node.owner())) {
            bean(node, node.text()).ifPresent(bean -> method(node.parent().get("method"), node.text(), bean));
        } else if (OPTIONS.contains(node.key())) {
            reference(node);
        } else if (POLICIES.contains(node.key())) {
            policies(node);
        } else if (node.text().contains(FUNCTION)) {
            functions(node, node.text());
        }
    }

    private void type(YamlNode node, String name, Class<?> needed) {
        Class<?> found = name.contains("{{") ? needed : camel.getClassResolver().resolveClass(name);
        if (found == null) {
            report.accept(node.problem("there is no class '" + name + "': "
                    + Suggestion.or(name, USUAL, "write its whole name, such as java.io.IOException")));
        } else if (!needed.isAssignableFrom(found)) {
            report.accept(node.problem("'" + name + "' is no exception: name one, such as java.io.IOException"));
        }
    }

    private void reference(YamlNode node) {
        if (!node.text().matches(NO_NAME)) {
            bean(node, node.text().replaceFirst("^#(bean:)?", ""));
        }
    }

    private void policies(YamlNode node) {
        for (String name : node.text().split(",")) {
            bean(node, name.strip())
                    .filter(type -> !RoutePolicy.class.isAssignableFrom(type))
                    .ifPresent(type -> report.accept(node.problemIn(
                            name.strip(),
                            "the bean '" + name.strip() + "' is no route policy: the relay has the policy '"
                                    + LeaderPolicy.NAME + "'")));
        }
    }

    private void endpoint(EndpointUse use) {
        String[] uri = use.uri().text().substring("bean:".length()).split("\\?", 2);
        bean(use.uri(), uri[0]).ifPresent(bean -> {
            if (use.parameter("method").exists()) {
                method(use.parameter("method"), uri[0], bean);
            } else if (uri.length > 1 && uri[1].startsWith("method=")) {
                method(use.uri(), uri[0], bean, uri[1].substring("method=".length()));
            }
        });
    }

    /** The calls {@code ${bean:NAME?method=…}} in a text. */
    private void functions(YamlNode node, String text) {
        for (int at = text.indexOf(FUNCTION); at >= 0; at = text.indexOf(FUNCTION, at + 1)) {
            int begin = at + FUNCTION.length();
            String call = text.substring(begin, end(text, begin));
            String[] parts = call.split("\\?method=|::", 2);
            String name = parts[0].replaceFirst("\\?.*", "");
            if (!name.startsWith("type:")) {
                bean(node, name).ifPresent(bean -> {
                    if (parts.length > 1) {
                        method(node, name, bean, parts[1].replaceFirst("&scope=.*", ""));
                    }
                });
            }
        }
    }

    /** The place of the brace that closes the function which begins before {@code begin}. */
    private static int end(String text, int begin) {
        int depth = 1;
        for (int i = begin; i < text.length(); i++) {
            char character = text.charAt(i);
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /** The class of a bean; empty if it is not known. A bean that does not exist is reported. */
    private Optional<Class<?>> bean(YamlNode at, String name) {
        if (name.contains("{{") || name.contains("${") || name.startsWith("#")) {
            return Optional.empty();
        }
        if (ofFiles.containsKey(name)) {
            return Optional.ofNullable(ofFiles.get(name));
        }
        Object bean = camel.getRegistry().lookupByName(name);
        if (bean == null) {
            report.accept(at.problemIn(
                    name,
                    "there is no bean '" + name + "': "
                            + Suggestion.or(name, names, "routes/README.md lists the beans of the relay")));
            return Optional.empty();
        }
        return Optional.<Class<?>>of(bean.getClass());
    }

    private void method(YamlNode call, String name, Class<?> bean) {
        if (call.text() != null) {
            method(call, name, bean, call.text());
        }
    }

    private void method(YamlNode at, String name, Class<?> bean, String call) {
        if (call.contains("{{") || call.startsWith("${")) {
            return;
        }
        int bracket = call.indexOf('(');
        String called = (bracket < 0 ? call : call.substring(0, bracket)).strip();
        List<Method> methods = methods(bean)
                .filter(method -> isCalled(called, method.getName()))
                .toList();
        if (methods.isEmpty()) {
            Set<String> known = methods(bean).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
            report.accept(at.problemIn(
                    called,
                    "the bean '" + name + "' has no method '" + called + "': "
                            + Suggestion.or(
                                    called,
                                    known,
                                    "it has "
                                            + known.stream().limit(MOST_METHODS).collect(Collectors.joining(", ")))));
        } else if (bracket >= 0 && call.strip().endsWith(")")) {
            String inner = call.strip();
            int given = arguments(inner.substring(bracket + 1, inner.length() - 1));
            if (methods.stream().noneMatch(method -> method.isVarArgs() || method.getParameterCount() == given)) {
                String taken = methods.stream()
                        .map(method -> String.valueOf(method.getParameterCount()))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" or "));
                report.accept(at.problemIn(
                        called,
                        "the method '" + called + "' of the bean '" + name + "' takes " + taken + " arguments, not "
                                + given));
            }
        }
    }

    /** Public methods, without those that every object has. */
    private static Stream<Method> methods(Class<?> bean) {
        return Stream.of(bean.getMethods())
                .filter(method -> !method.getDeclaringClass().equals(Object.class) && !method.isBridge());
    }

    /** Camel takes {@code name} for {@code getName} and {@code isName}, too. */
    private static boolean isCalled(String called, String method) {
        if (called.isEmpty() || method.equals(called)) {
            return true;
        }
        String capitalized = called.substring(0, 1).toUpperCase(Locale.ROOT) + called.substring(1);
        return method.equals("get" + capitalized) || method.equals("is" + capitalized);
    }

    /** The number of arguments: commas inside brackets, braces and quotes separate no arguments. */
    private static int arguments(String text) {
        if (text.isBlank()) {
            return 0;
        }
        List<Character> open = new ArrayList<>();
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean quoted = !open.isEmpty() && "'\"".indexOf(open.get(open.size() - 1)) >= 0;
            if (quoted || "'\"".indexOf(character) >= 0) {
                if (quoted && open.get(open.size() - 1) == character) {
                    open.remove(open.size() - 1);
                } else if (!quoted) {
                    open.add(character);
                }
            } else if ("({[".indexOf(character) >= 0) {
                open.add(character);
            } else if (")}]".indexOf(character) >= 0 && !open.isEmpty()) {
                open.remove(open.size() - 1);
            } else if (character == ',' && open.isEmpty()) {
                count++;
            }
        }
        return count;
    }
}
