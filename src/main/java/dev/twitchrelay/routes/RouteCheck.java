package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.sse.SseComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.Route;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Finds mistakes in route files without starting a route: runs every {@link RouteLint}, and builds the routes in a
 * Camel context of its own. The relay uses it before it takes files over; {@code routes check} uses it, too.
 * Thread-safe.
 */
final class RouteCheck {
    private final RouteVocabulary vocabulary;
    private final PlaceholderLint placeholders;
    private final CamelCatalog catalog = catalog();

    RouteCheck(RouteVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.placeholders = new PlaceholderLint(vocabulary::setting);
        // schema and catalog are large, so they are read while the first Camel context is made
        CompletableFuture.runAsync(CamelSchema::entry);
        CompletableFuture.runAsync(catalog::findComponentNames);
    }

    /** Camel's catalog, with the relay's own components as the build describes them. */
    private static CamelCatalog catalog() {
        CamelCatalog catalog = new DefaultCamelCatalog(true);
        for (Class<?> type : List.of(EventSubComponent.class, OutboxComponent.class, SseComponent.class)) {
            String name = type.getAnnotation(Component.class).value();
            catalog.addComponent(name, type.getName(), descriptor(type, name));
        }
        return catalog;
    }

    /** Camel's build writes it below {@code META-INF}, where Camel's catalog does not look. */
    private static String descriptor(Class<?> component, String name) {
        String file = "/META-INF/" + component.getPackageName().replace('.', '/') + "/" + name + ".json";
        return JsonMappers.resource(file, JsonNode.class).toString();
    }

    /** The problems of files and of names that two files claim, without steps to channels that have no route. */
    List<Problem> problems(RouteSet set) {
        return problems(set, unit -> false, true);
    }

    /**
     * The same.
     *
     * @param owner whether an entry had its name first; then only the other entry with this name has a problem
     * @param dryRun whether the routes are built, too, which takes most of the time
     */
    List<Problem> problems(RouteSet set, Predicate<RouteUnit> owner, boolean dryRun) {
        List<Problem> problems = new ArrayList<>(withoutId(set));
        problems.addAll(RouteNames.duplicates(set, owner, placeholders::resolved));
        problems.addAll(RouteNames.unknownConfigurations(set));
        problems.addAll(RouteCircles.in(set));
        DefaultCamelContext camel = vocabulary.newContext();
        try {
            RouteLint endpoints = new EndpointLint(camel, catalog, placeholders, vocabulary.components(), set);
            // EndpointLint takes half of the time; a thread of the common pool would not have the class loader
            CompletableFuture<List<Problem>> ofEndpoints = CompletableFuture.supplyAsync(
                    () -> problems(set, List.of(endpoints)), task -> new Thread(task, "endpoint-lint").start());
            problems.addAll(problems(
                    set,
                    List.of(
                            new SchemaLint(),
                            placeholders,
                            new SecretLint(),
                            new HttpLint(placeholders),
                            new SinkLint(placeholders, set),
                            new JavaLint(camel, vocabulary.beans(), set),
                            new ExpressionLint(camel, placeholders))));
            problems.addAll(ofEndpoints.join());
            if (dryRun) {
                problems.addAll(unbuildable(set, camel, problems));
            }
        } finally {
            camel.stop();
        }
        return problems.stream().sorted().distinct().toList();
    }

    private static List<Problem> problems(RouteSet set, List<RouteLint> lints) {
        List<Problem> problems = new ArrayList<>();
        set.files().values().forEach(file -> lints.forEach(lint -> lint.check(file, problems::add)));
        return problems;
    }

    private static List<Problem> withoutId(RouteSet set) {
        return set.units()
                .filter(unit -> unit.isRoute() && !unit.hasId())
                .map(unit -> unit.problem("the route has no id: write " + id(unit.file())
                        + "; the log and the status name the route by it"))
                .toList();
    }

    private static String id(String file) {
        return file.endsWith(".java")
                ? "'.routeId(\"some-name\")' behind 'from(…)'"
                : file.endsWith(".xml") ? "'<route id=\"some-name\">'" : "'id: some-name' under 'route:'";
    }

    /** The problems of a dry run, without entries that have a known problem already: it would appear twice. */
    private static List<Problem> unbuildable(RouteSet set, DefaultCamelContext camel, List<Problem> known) {
        Set<String> faulty = new HashSet<>();
        known.forEach(problem -> faulty.add(entry(set, problem)));
        List<Problem> problems = new ArrayList<>();
        RouteModel model = new RouteModel(camel);
        try {
            model.configure(set);
        } catch (RejectedFileException e) {
            problems.addAll(e.problems());
        }
        for (RouteFile file : set.files().values()) {
            Map<String, RouteUnit> routes = new TreeMap<>();
            file.units().stream()
                    .filter(unit -> unit.isRoute() && unit.hasId())
                    .filter(unit -> !faulty.contains(unit.file() + ":" + unit.line()))
                    .forEach(unit -> routes.put(unit.id(), unit));
            try {
                model.definitions(new RouteSet(Map.of(file.name(), file)), routes.keySet())
                        .forEach((id, definition) -> build(routes.get(id), definition, camel, problems));
            } catch (RejectedFileException e) {
                problems.addAll(e.problems());
            }
        }
        problems.removeIf(problem -> faulty.contains(entry(set, problem)));
        return problems;
    }

    /** Makes the processors of a route, which shows mistakes that only Camel finds. The route is not started. */
    private static void build(
            RouteUnit unit, RouteDefinition definition, DefaultCamelContext camel, List<Problem> problems) {
        try {
            RouteDefinitionHelper.forceAssignIds(camel, List.of(definition));
            Route route = camel.getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getModelReifierFactory()
                    .createRoute(camel, definition);
            ServiceHelper.initService(route.getProcessor());
        } catch (Exception e) {
            problems.add(CamelFailure.problem(unit.node(), e));
        }
    }

    /** The file and the line of the entry that a problem is in. */
    private static String entry(RouteSet set, Problem problem) {
        RouteFile file = set.files().get(problem.file());
        return file == null
                ? problem.file()
                : file.units().stream()
                        .filter(unit -> unit.line() <= problem.line())
                        .reduce((earlier, later) -> later)
                        .map(unit -> unit.file() + ":" + unit.line())
                        .orElse(problem.file());
    }
}
