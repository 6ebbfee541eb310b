package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.Component;
import org.apache.camel.Route;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.service.ServiceHelper;

/** A Camel context in which routes are built but not started, to see whether they can be. Not thread-safe. */
final class ScratchContext implements AutoCloseable {
    private final DefaultCamelContext camel;

    /**
     * @param beans what routes may name; components among them must be made anew for each look-up
     * @param settings the value of a placeholder, or null
     */
    ScratchContext(BeanRepository beans, UnaryOperator<String> settings) {
        camel = new DefaultCamelContext(new DefaultRegistry(new OwnComponents(beans)));
        camel.getCamelContextExtension().setName("scratch");
        PropertiesComponent placeholders = (PropertiesComponent) camel.getPropertiesComponent();
        // Camel would look there by itself first, and find values that are not cleaned
        placeholders.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        placeholders.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        placeholders.addPropertiesSource(new PropertiesSource() {
            @Override
            public String getName() {
                return "settings";
            }

            @Override
            public String getProperty(String name) {
                return settings.apply(name);
            }
        });
        camel.disableJMX();
        camel.setSourceLocationEnabled(true);
        camel.build();
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

    /** The running context's beans, but not its components: a component belongs to one context. */
    private record OwnComponents(BeanRepository beans) implements BeanRepository {
        @Override
        public Object lookupByName(String name) {
            return own(beans.lookupByName(name), () -> beans.lookupByName(name));
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            return own(beans.lookupByNameAndType(name, type), () -> beans.lookupByNameAndType(name, type));
        }

        private static <T> T own(T bean, Supplier<T> again) {
            return bean instanceof Component && bean == again.get() ? null : bean;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return beans.findByTypeWithName(type);
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return beans.findByType(type);
        }
    }
}
