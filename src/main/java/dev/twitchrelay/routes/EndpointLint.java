package dev.twitchrelay.routes;

import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.kit.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.util.TimeUtils;

/**
 * Finds components, Kamelets and parameters that do not exist. The catalog knows the components, and {@link
 * SubscriptionCatalog} knows the event types. Not thread-safe.
 */
final class EndpointLint implements RouteLint {
    private final CamelContext camel;
    private final CamelCatalog catalog;
    private final PlaceholderLint placeholders;
    private final Set<String> own;
    private final Map<String, RouteFile> kamelets = new TreeMap<>();
    private Consumer<Problem> report;

    /**
     * @param own the names of the relay's own components
     * @param set all files, because a file may use a Kamelet of another file
     */
    EndpointLint(
            CamelContext camel, CamelCatalog catalog, PlaceholderLint placeholders, Set<String> own, RouteSet set) {
        this.camel = camel;
        this.catalog = catalog;
        this.placeholders = placeholders;
        this.own = own;
        set.files().values().stream()
                .filter(RouteFile::isKamelet)
                .forEach(file -> kamelets.put(file.units().get(0).id(), file));
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> reporting) {
        report = reporting;
        EndpointUse.in(file).forEach(this::endpoint);
    }

    private void endpoint(EndpointUse use) {
        YamlNode at = use.uri();
        String uri = placeholders.resolved(at.text());
        if (uri.startsWith("{{") || uri.startsWith("${")) {
            return;
        }
        int colon = uri.indexOf(':');
        if (colon < 1) {
            report(at, "'" + uri + "' is no endpoint: write a component, a colon and a name, such as direct:publish");
            return;
        }
        String component = uri.substring(0, colon);
        if (component.equals("twitch-eventsub")) {
            eventTypes(use.parameters().get("types"));
        }
        if (!isKnown(component)) {
            report(at, unknown(component));
        } else if (component.equals("kamelet")) {
            kamelet(at, uri.substring(colon + 1).replaceFirst("[?/].*", ""), use.parameters());
        } else if (!uri.contains("${") && catalog.componentModel(component) != null) {
            parameters(at, catalog.componentModel(component), uri, use.parameters(), use.receiving());
        }
    }

    private boolean isKnown(String component) {
        try {
            return camel.getComponent(component, true, false) != null;
        } catch (RuntimeException e) {
            // it exists and cannot be made here
            return true;
        }
    }

    private String unknown(String component) {
        if (catalog.findComponentNames().contains(component)) {
            return "the component '" + component + "' exists in Camel but is not here: 'twitch-relay lib add "
                    + component + "' adds it to the folder relay.lib";
        }
        Set<String> names = new TreeSet<>(catalog.findComponentNames());
        names.addAll(own);
        names.removeIf(name -> !isKnown(name));
        return "unknown component '" + component + "': "
                + Suggestion.or(component, names, "there are " + String.join(", ", names));
    }

    private void eventTypes(YamlNode types) {
        if (types.text() == null) {
            return;
        }
        for (String entry : SubscriptionCatalog.entries(placeholders.resolved(types.text()))) {
            SubscriptionCatalog.problem(entry).ifPresent(problem -> report.accept(types.problemIn(entry, problem)));
        }
    }

    private void kamelet(YamlNode at, String name, YamlNode parameters) {
        // the ends of a Kamelet's own route
        if (name.equals("source") || name.equals("sink")) {
            return;
        }
        RouteFile kamelet = kamelets.computeIfAbsent(name, this::onClassPath);
        if (kamelet == null) {
            report(
                    at,
                    "there is no Kamelet '" + name + "': "
                            + Suggestion.or(name, kamelets.keySet(), "add kamelets/" + name + ".kamelet.yaml"));
            return;
        }
        known(parameters, kamelet.properties(), "the Kamelet '" + name + "' has no property");
        for (YamlNode required : kamelet.definition().get("required").elements()) {
            if (!parameters.get(String.valueOf(required.text())).exists()
                    && !at.text().contains("?")) {
                report(at, "the Kamelet '" + name + "' needs the parameter '" + required.text() + "'");
            }
        }
    }

    /** The Kamelet of a jar, such as camel-kamelets, or null. */
    private RouteFile onClassPath(String name) {
        String file = "kamelets/" + name + ".kamelet.yaml";
        try (InputStream text = camel.getClassResolver().loadResourceAsStream(file)) {
            return text == null ? null : RouteFile.read(file, text.readAllBytes());
        } catch (IOException | RejectedFileException e) {
            // Camel says the reason when it builds the route
            return null;
        }
    }

    private void known(YamlNode parameters, Set<String> names, String sentence) {
        parameters.values().stream()
                .filter(parameter -> !names.contains(parameter.name()))
                .forEach(parameter -> report.accept(parameter.keyProblem(
                        sentence + " '" + parameter.name() + "'" + Suggestion.question(parameter.name(), names))));
    }

    private void parameters(YamlNode at, ComponentModel component, String uri, YamlNode parameters, boolean receiving) {
        String scheme = "the component '" + component.getScheme() + "'";
        if (receiving ? component.isProducerOnly() : component.isConsumerOnly()) {
            report(
                    at,
                    scheme
                            + (receiving
                                    ? " is for sending only: name it in a step 'to'"
                                    : " is for receiving only: name it in the 'from' of a route"));
            return;
        }
        String query = parameters.values().stream()
                .map(parameter -> parameter.name() + "="
                        + URLEncoder.encode(
                                placeholders.resolved(String.valueOf(parameter.text())), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String whole = query.isEmpty() ? uri : uri + (uri.contains("?") ? "&" : "?") + query;
        EndpointValidationResult result = catalog.validateEndpointProperties(whole, true, receiving, !receiving);
        Map<String, String> messages = new TreeMap<>();
        Set<String> names = component.getEndpointOptions().stream()
                .map(BaseOptionModel::getName)
                .collect(Collectors.toSet());
        for (String name : orEmpty(result.getUnknown())) {
            boolean near = Suggestion.among(name, names).isPresent();
            if (!component.isLenientProperties() || near) {
                messages.put(name, scheme + " has no parameter '" + name + "'" + Suggestion.question(name, names));
            } else if (own.contains(component.getScheme())
                    && parameters.get(name).exists()) {
                messages.put(name, scheme + " has no parameter '" + name + "'");
            } else if (component.getScheme().matches("https?")
                    && parameters.get(name).exists()) {
                messages.put(
                        name,
                        scheme + " has no parameter '" + name + "', so '" + name + "=…' would become a part of the"
                                + " address: remove it, or write it into the header CamelHttpQuery");
            }
        }
        orEmpty(result.getRequired()).forEach(name -> messages.put(name, scheme + " needs '" + name + "'"));
        orEmpty(result.getNotConsumerOnly()).forEach(name -> messages.put(name, "'" + name + "' is not for receiving"));
        orEmpty(result.getNotProducerOnly()).forEach(name -> messages.put(name, "'" + name + "' is not for sending"));
        invalid(result.getInvalidBoolean(), "true or false", messages);
        invalid(result.getInvalidInteger(), "a whole number", messages);
        invalid(result.getInvalidNumber(), "a number", messages);
        Map<String, String> times = orEmpty(result.getInvalidDuration());
        times.values().removeIf(EndpointLint::isTime);
        invalid(times, "a time such as 500, 10s or 2m", messages);
        orEmpty(result.getInvalidEnum())
                .forEach((name, value) -> invalid(
                        Map.of(name, value),
                        "one of "
                                + String.join(
                                        ", ", result.getInvalidEnumChoices().get(name)),
                        messages));
        messages.forEach((name, message) -> {
            YamlNode parameter = parameters.get(name);
            report.accept(parameter.exists() ? parameter.keyProblem(message) : at.problem(message));
        });
    }

    private static void invalid(Map<String, String> values, String right, Map<String, String> messages) {
        orEmpty(values)
                .forEach((name, value) -> messages.put(name, "'" + name + "' is '" + value + "', it must be " + right));
    }

    /** The catalog knows fewer forms of a time than Camel. */
    private static boolean isTime(String text) {
        try {
            return text.matches("\\d+ms") || TimeUtils.toMilliSeconds(text) >= 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Set<String> orEmpty(Set<String> names) {
        return names == null ? Set.of() : names;
    }

    private static Map<String, String> orEmpty(Map<String, String> values) {
        return values == null ? new TreeMap<>() : values;
    }

    private void report(YamlNode at, String message) {
        report.accept(at.problem(message));
    }
}
