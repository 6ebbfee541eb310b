package dev.twitchrelay.routes;

import dev.twitchrelay.eventsub.EventSubEndpoint;
import dev.twitchrelay.eventsub.SubscriptionCatalog;
import dev.twitchrelay.kit.Suggestion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.util.TimeUtils;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds components and parameters that do not exist, by Camel's catalog. Not thread-safe. */
final class EndpointLint {
    private static final Set<String> RECEIVING = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich");
    private static final String EVENTSUB = "twitch-eventsub";
    private static final String KAMELET = "kamelet";

    private final CamelContext camel;
    private final CamelCatalog catalog;
    private final PlaceholderLint placeholders;
    private final Set<String> own;
    private final RouteSet set;
    private final List<Problem> problems = new ArrayList<>();
    private String file;

    /** @param own names of the relay's own components */
    EndpointLint(
            CamelContext camel, CamelCatalog catalog, PlaceholderLint placeholders, Set<String> own, RouteSet set) {
        this.camel = camel;
        this.catalog = catalog;
        this.placeholders = placeholders;
        this.own = own;
        this.set = set;
    }

    List<Problem> problems() {
        for (RouteFile each : set.files().values()) {
            file = each.name();
            TreeWalk.through(each.root(), (owner, key, value) -> {
                visit(YamlText.text(key), value);
                bean(owner, YamlText.text(key), YamlText.text(value), value);
            });
        }
        return problems;
    }

    private void bean(String owner, String key, String name, Node at) {
        if ("bean".equals(owner)
                && "ref".equals(key)
                && name != null
                && !name.contains("{{")
                && camel.getRegistry().lookupByName(name) == null
                && set.units(RouteUnit.Kind.BEANS).isEmpty()) {
            report(at, "there is no bean '" + name + "': routes/README.md lists those of the relay");
        }
    }

    private void visit(String key, Node value) {
        if (RECEIVING.contains(key) || SENDING.contains(key)) {
            boolean receiving = RECEIVING.contains(key);
            Node uri = YamlText.text(value) == null ? YamlText.get(value, "uri") : value;
            if (uri != null && YamlText.text(uri) != null) {
                endpoint(uri, YamlText.get(value, "parameters"), receiving);
            }
        }
    }

    private void endpoint(Node at, Node parameters, boolean receiving) {
        String uri = placeholders.resolved(YamlText.text(at));
        if (uri.startsWith("{{") || uri.startsWith("${")) {
            return;
        }
        int colon = uri.indexOf(':');
        if (colon < 1) {
            report(at, "'" + uri + "' is no endpoint: write a component, a colon and a name, such as direct:publish");
            return;
        }
        String scheme = uri.substring(0, colon);
        if (!known(scheme)) {
            report(at, unknown(scheme));
        } else if (scheme.equals(EVENTSUB)) {
            eventSub(at, parameters);
        } else if (scheme.equals(KAMELET)) {
            problems.addAll(KameletLint.problems(
                    file, set, at, uri.substring(colon + 1).replaceFirst("[?/].*", ""), parameters));
        } else if (!uri.contains("${")) {
            options(at, scheme, uri, parameters, receiving);
        }
    }

    private boolean known(String scheme) {
        try {
            return camel.getComponent(scheme, true, false) != null;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private String unknown(String scheme) {
        if (catalog.findComponentNames().contains(scheme)) {
            return "the component '" + scheme + "' exists in Camel but is not part of the relay";
        }
        Set<String> names = new TreeSet<>(catalog.findComponentNames());
        names.addAll(own);
        names.removeIf(name -> !known(name));
        return "unknown component '" + scheme + "'"
                + Suggestion.among(scheme, names)
                        .map(near -> ": did you mean '" + near + "'?")
                        .orElse(": there are " + String.join(", ", names));
    }

    private void eventSub(Node at, Node parameters) {
        Set<String> names = EventSubEndpoint.parameters();
        for (NodeTuple parameter : YamlText.entries(parameters)) {
            String name = YamlText.text(parameter.getKeyNode());
            if (!names.contains(name)) {
                report(
                        parameter.getKeyNode(),
                        "twitch-eventsub has no parameter '" + name + "'" + Suggestion.question(name, names));
            }
        }
        Node types = YamlText.get(parameters, "types");
        String text = YamlText.text(types);
        if (text == null || text.isBlank()) {
            if (!YamlText.text(at).contains("types=")) {
                report(at, "twitch-eventsub needs the parameter 'types': name event types such as channel.follow");
            }
            return;
        }
        for (String entry : SubscriptionCatalog.entries(placeholders.resolved(text))) {
            SubscriptionCatalog.problem(entry)
                    .ifPresent(
                            problem -> problems.add(Place.of(file, types, entry).problem(problem)));
        }
    }

    private void options(Node at, String scheme, String uri, Node parameters, boolean receiving) {
        ComponentModel model = catalog.componentModel(scheme);
        if (model == null) {
            return;
        }
        Map<String, Node> places = new TreeMap<>();
        String query = YamlText.entries(parameters).stream()
                .map(parameter -> {
                    String name = YamlText.text(parameter.getKeyNode());
                    places.put(name, parameter.getKeyNode());
                    String value = String.valueOf(YamlText.text(parameter.getValueNode()));
                    return name + "=" + URLEncoder.encode(placeholders.resolved(value), StandardCharsets.UTF_8);
                })
                .collect(Collectors.joining("&"));
        String whole = query.isEmpty() ? uri : uri + (uri.contains("?") ? "&" : "?") + query;
        EndpointValidationResult result = catalog.validateEndpointProperties(whole, true, receiving, !receiving);
        Set<String> names = model.getEndpointOptions().stream()
                .map(BaseOptionModel::getName)
                .collect(Collectors.toSet());
        for (String name : orEmpty(result.getUnknown())) {
            boolean near = Suggestion.among(name, names).isPresent();
            if (near || !model.isLenientProperties()) {
                report(
                        places.getOrDefault(name, at),
                        "the component '" + scheme + "' has no parameter '" + name + "'"
                                + Suggestion.question(name, names));
            }
        }
        orEmpty(result.getRequired())
                .forEach(name -> report(at, "the component '" + scheme + "' needs '" + name + "'"));
        orEmpty(result.getNotConsumerOnly())
                .forEach(name -> report(places.getOrDefault(name, at), "'" + name + "' is not for receiving"));
        orEmpty(result.getNotProducerOnly())
                .forEach(name -> report(places.getOrDefault(name, at), "'" + name + "' is not for sending"));
        invalid(result.getInvalidBoolean(), "true or false", at, places);
        invalid(result.getInvalidInteger(), "a whole number", at, places);
        invalid(result.getInvalidNumber(), "a number", at, places);
        // the catalog knows fewer ways to write a time than Camel does
        orEmptyMap(result.getInvalidDuration()).values().removeIf(EndpointLint::isTime);
        invalid(result.getInvalidDuration(), "a time such as 500, 10s or 2m", at, places);
        orEmptyMap(result.getInvalidEnum())
                .forEach((name, value) -> report(
                        places.getOrDefault(name, at),
                        "'" + name + "' is '" + value + "', it must be one of "
                                + String.join(
                                        ", ", result.getInvalidEnumChoices().get(name))));
    }

    private static boolean isTime(String text) {
        try {
            return text.matches("\\d+ms") || TimeUtils.toMilliSeconds(text) >= 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void invalid(Map<String, String> values, String right, Node at, Map<String, Node> places) {
        orEmptyMap(values)
                .forEach((name, value) -> report(
                        places.getOrDefault(name, at), "'" + name + "' is '" + value + "', it must be " + right));
    }

    private static Set<String> orEmpty(Set<String> names) {
        return names == null ? Set.of() : names;
    }

    private static Map<String, String> orEmptyMap(Map<String, String> values) {
        return values == null ? new TreeMap<>() : values;
    }

    private void report(Node at, String message) {
        problems.add(YamlText.problem(file, at, message));
    }
}
