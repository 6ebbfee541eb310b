package dev.twitchrelay.routes;

import dev.twitchrelay.routes.RouteUnit.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Turns route files into Camel's model, in one Camel context. Not thread-safe. */
final class RouteModel {
    private final ModelCamelContext camel;

    RouteModel(ModelCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Puts the set's route configurations and Kamelets in the place of those that are there.
     *
     * @throws RejectedFileException naming the file that Camel does not take
     */
    void configure(RouteSet set) throws RejectedFileException {
        camel.getRouteConfigurationDefinitions().clear();
        List.copyOf(camel.getRouteTemplateDefinitions()).forEach(this::remove);
        for (RouteFile file : set.files().values()) {
            build(file, builder -> {
                if (RouteFile.isKamelet(file.name())) {
                    builder.addRoutesToCamelContext(camel);
                } else if (file.units().stream().anyMatch(unit -> unit.kind() == Kind.CONFIGURATION)) {
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
     * Fresh definitions of the given routes, with the configurations that {@link #configure} has set.
     *
     * @throws RejectedFileException naming the file that Camel does not take
     */
    Map<String, RouteDefinition> definitions(RouteSet set, Collection<String> ids) throws RejectedFileException {
        Map<String, RouteDefinition> definitions = new LinkedHashMap<>();
        for (RouteFile file : set.files().values()) {
            if (file.units().stream()
                    .anyMatch(unit -> unit.id() != null && unit.isRoute() && ids.contains(unit.id()))) {
                build(file, builder -> {
                    ((RouteBuilder) builder).prepareModel(camel);
                    for (RouteDefinition route :
                            ((RouteBuilder) builder).getRouteCollection().getRoutes()) {
                        if (route.getRouteId() != null && ids.contains(route.getRouteId())) {
                            definitions.put(route.getRouteId(), route);
                        }
                    }
                });
            }
        }
        return definitions;
    }

    private void build(RouteFile file, Step step) throws RejectedFileException {
        try {
            step.with((RouteBuilder) PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(List.of(ResourceHelper.fromBytes(
                            "file:" + file.name(), file.text().getBytes(StandardCharsets.UTF_8))))
                    .iterator()
                    .next());
        } catch (Exception e) {
            throw new RejectedFileException(Fault.in(file, null, e));
        }
    }

    private interface Step {
        void with(RouteBuilder builder) throws Exception;
    }
}
