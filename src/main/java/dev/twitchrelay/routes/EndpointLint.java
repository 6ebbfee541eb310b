package dev.twitchrelay.routes;

import dev.twitchrelay.eventsub.EventSubOptions;
import dev.twitchrelay.kit.Suggestion;
import dev.twitchrelay.routes.RouteUnit.Kind;
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
 * Finds components, Kamelets, beans and parameters that do not exist. Camel's catalog knows Camel's components, and
 * {@link EventSubOptions} knows {@code twitch-eventsub:}. Not thread-safe.
 */
final class EndpointLint implements RouteLint {
    private static final Set<String> RECEIVING = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich");

    private final CamelContext camel;
    private final CamelCatalog catalog;
    private final PlaceholderLint placeholders;
    private final Set<String> own;
    private final RouteSet set;
    private final Map<String, RouteFile> kamelets = new TreeMap<>();
    private Consumer<Problem> report;

    /**
     * @param own the names of the relay's own components
     * @param set all files, because a file may use a Kamelet or a bean of another file
     */
    EndpointLint(
            CamelContext camel, CamelCatalog catalog, PlaceholderLint placeholders, Set<String> own, RouteSet set) {
        this.camel = camel;
        this.catalog = catalog;
        this.placeholders = placeholders;
        this.own = own;
        this.set = set;
        set.files().values().stream()
                .filter(RouteFile::isKamelet)
                .forEach(file -> kamelets.put(file.units().get(0).id(), file));
    }

    @Override
    public void check(RouteFile file, Consumer<Problem> reporting) {
        report = reporting;
        file.root().all().filter(node -> !node.owner().equals("parameters")).forEach(node -> {
            YamlNode uri = node.textOr("uri");
            if (RECEIVING.contains(node.key()) && uri.text() != null) {
                endpoint(uri, node.get("parameters"), true);
            } else if (SENDING.contains(node.key()) && uri.text() != null) {
                endpoint(uri, node.get("parameters"), false);
            } else if (node.key().equals("ref") && node.owner().equals("bean") && node.text() != null) {
                bean(node);
            }
        });
    }

    private void bean(YamlNode name) {
        if (!name.text().contains("{{")
                && camel.getRegistry().lookupByName(name.text()) == null
                && set.units(Kind.BEANS).isEmpty()) {
            report(name, "there is no bean '" + name.text() + "': routes/README.md lists the beans of the relay");
        }
    }

    private void endpoint(YamlNode at, YamlNode parameters, boolean receiving) {
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
        if (!isKnown(component)) {
            report(at, unknown(component));
        } else if (component.equals("twitch-eventsub")) {
            eventSub(at, parameters);
        } else if (component.equals("kamelet")) {
            kamelet(at, uri.substring(colon + 1).replaceFirst("[?/].*", ""), parameters);
        } else if (!uri.contains("${") && catalog.componentModel(component) != null) {
            parameters(at, catalog.componentModel(component), uri, parameters, receiving);
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
            return "the component '" + component + "' exists in Camel but is not part of the relay";
        }
        Set<String> names = new TreeSet<>(catalog.findComponentNames());
        names.addAll(own);
        names.removeIf(name -> !isKnown(name));
        return "unknown component '" + component + "': "
                + Suggestion.among(component, names)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("there are " + String.join(", ", names));
    }

    private void eventSub(YamlNode at, YamlNode parameters) {
        known(parameters, EventSubOptions.names(), "twitch-eventsub has no parameter");
        YamlNode types = parameters.get("types");
        if (types.text() == null || types.text().isBlank()) {
            if (!at.text().contains("types=")) {
                report(at, "twitch-eventsub needs the parameter 'types': name event types such as channel.follow");
            }
            return;
        }
        for (String entry : EventSubOptions.entries(placeholders.resolved(types.text()))) {
            EventSubOptions.problem(entry).ifPresent(problem -> report.accept(types.problemIn(entry, problem)));
        }
    }

    private void kamelet(YamlNode at, String name, YamlNode parameters) {
        // the ends of a Kamelet's own route
        if (name.equals("source") || name.equals("sink")) {
            return;
        }
        RouteFile kamelet = kamelets.get(name);
        if (kamelet == null) {
            report(
                    at,
                    "there is no Kamelet '" + name + "': "
                            + Suggestion.among(name, kamelets.keySet())
                                    .map(near -> "did you mean '" + near + "'?")
                                    .orElse("add kamelets/" + name + ".kamelet.yaml"));
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

    private void known(YamlNode parameters, Set<String> names, String sentence) {
        parameters.values().stream()
                .filter(parameter -> !names.contains(parameter.name()))
                .forEach(parameter -> report.accept(parameter.keyProblem(
                        sentence + " '" + parameter.name() + "'" + Suggestion.question(parameter.name(), names))));
    }

    private void parameters(YamlNode at, ComponentModel component, String uri, YamlNode parameters, boolean receiving) {
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
        String scheme = "the component '" + component.getScheme() + "'";
        for (String name : orEmpty(result.getUnknown())) {
            if (!component.isLenientProperties()
                    || Suggestion.among(name, names).isPresent()) {
                messages.put(name, scheme + " has no parameter '" + name + "'" + Suggestion.question(name, names));
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
