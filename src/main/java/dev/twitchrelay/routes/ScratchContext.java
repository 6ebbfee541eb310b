package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.support.service.ServiceHelper;

/** A Camel context in which routes are built but not started, to see whether they can be. Not thread-safe. */
final class ScratchContext implements AutoCloseable {
    private final DefaultCamelContext camel;

    /** @param vocabulary what the routes may name */
    ScratchContext(RouteVocabulary vocabulary) {
        camel = new DefaultCamelContext(false);
        camel.disableJMX();
        camel.build();
        vocabulary.prepare(camel);
        camel.getCamelContextExtension().setName("scratch");
        camel.setAutoStartup(true);
        camel.setSourceLocationEnabled(true);
        camel.init();
    }

    DefaultCamelContext camel() {
        return camel;
    }

    /** What is wrong with the routes that are to be built; empty when all of them can be. */
    List<Problem> problems(RouteSet set, Predicate<RouteUnit> wanted) {
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
                    .filter(unit -> unit.isRoute() && unit.id() != null && wanted.test(unit))
                    .forEach(unit -> routes.put(unit.id(), unit));
            try {
                model.definitions(new RouteSet(Map.of(file.name(), file)), routes.keySet())
                        .forEach((id, definition) -> build(file, routes.get(id), definition, problems));
            } catch (RejectedFileException e) {
                problems.addAll(e.problems());
            }
        }
        return problems;
    }

    private void build(RouteFile file, RouteUnit unit, RouteDefinition definition, List<Problem> problems) {
        try {
            RouteDefinitionHelper.forceAssignIds(camel, List.of(definition));
            Route route = camel.getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getModelReifierFactory()
                    .createRoute(camel, definition);
            ServiceHelper.initService(route.getProcessor());
        } catch (Exception e) {
            problems.add(Fault.in(file, unit, e));
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
