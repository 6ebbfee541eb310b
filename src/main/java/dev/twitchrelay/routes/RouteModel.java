package dev.twitchrelay.routes;

import dev.twitchrelay.routes.RouteUnit.Kind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.function.ThrowingConsumer;

/**
 * Turns route files into definitions of Camel's model, in one Camel context. {@link RouteTransaction} needs them to run
 * routes, {@link RouteCheck} to check them, {@link RouteTestRun} to test them. Not thread-safe.
 */
final class RouteModel {
    private final ModelCamelContext camel;

    RouteModel(ModelCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Replaces the route configurations and Kamelets of the context by those of a set.
     *
     * @throws RejectedFileException names the file that Camel does not take
     */
    void configure(RouteSet set) throws RejectedFileException {
        camel.getRouteConfigurationDefinitions().clear();
        List.copyOf(camel.getRouteTemplateDefinitions()).forEach(this::remove);
        for (RouteFile file : set.files().values()) {
            build(file, builder -> {
                if (file.isKamelet()) {
                    builder.addRoutesToCamelContext(camel);
                } else if (file.has(Kind.CONFIGURATION)) {
                    ((RouteConfigurationBuilder) builder).addRouteConfigurationsToCamelContext(camel);
                }
            });
        }
    }

    private void remove(RouteTemplateDefinition template) {
        try {
            camel.removeRouteTemplateDefinition(template);
        } catch (Exception e) {
            throw new IllegalStateException("cannot remove the Kamelet " + template.getId(), e);
        }
    }

    /**
     * New definitions of the given routes, with the configurations of {@link #configure}.
     *
     * @throws RejectedFileException names the file that Camel does not take
     */
    Map<String, RouteDefinition> definitions(RouteSet set, Collection<String> ids) throws RejectedFileException {
        Map<String, RouteDefinition> definitions = new LinkedHashMap<>();
        for (RouteFile file : set.files().values()) {
            if (file.units().stream().anyMatch(unit -> unit.isRoute() && unit.hasId() && ids.contains(unit.id()))) {
                build(file, builder -> {
                    builder.prepareModel(camel);
                    for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                        if (route.getRouteId() != null && ids.contains(route.getRouteId())) {
                            definitions.put(route.getRouteId(), route);
                        }
                    }
                });
            }
        }
        return definitions;
    }

    private void build(RouteFile file, ThrowingConsumer<RouteBuilder, Exception> step) throws RejectedFileException {
        try {
            step.accept(file.source().builder(camel));
        } catch (Exception | LinkageError e) {
            throw new RejectedFileException(CamelFailure.problem(file.root(), e));
        }
    }
}
