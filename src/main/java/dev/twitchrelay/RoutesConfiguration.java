package dev.twitchrelay;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.GatedDirectComponent;
import dev.twitchrelay.routes.LiveRoutes;
import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.stats.ChannelStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Wires the route files. */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {
    private final RelayProperties relay;

    RoutesConfiguration(RelayProperties relay) {
        relay.check();
        this.relay = relay;
    }

    @Bean
    ObjectMapper objectMapper() {
        return json();
    }

    /**
     * What routes read and write JSON with: numbers keep their digits, and characters beyond the basic plane stay
     * characters, as Twitch sent them.
     */
    public static ObjectMapper json() {
        return JsonMappers.exact();
    }

    /**
     * Routes get settings from Spring alone, which knows variables and system properties, too. Camel would look at them by itself
     * before, and see values that are not cleaned.
     */
    @Bean
    CamelContextConfiguration settingsOfRoutes() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                PropertiesComponent settings = (PropertiesComponent) camel.getPropertiesComponent();
                settings.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                settings.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        };
    }

    /** For routes that go on as they were after a multicast, whatever its branches made of their copies. */
    @Bean
    UseOriginalAggregationStrategy useOriginal() {
        return new UseOriginalAggregationStrategy(false);
    }

    /** A component belongs to one Camel context; a route that is only being checked is built in another one. */
    @Bean("direct")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    GatedDirectComponent directComponent() {
        return new GatedDirectComponent();
    }

    @Bean
    LiveRoutes liveRoutes(CamelContext camel, EventSubSessions sessions, Environment settings, Clock clock) {
        return LiveRoutes.in(camel, sessions::hold, settings::getProperty, relay.routesRollbackAfter(), clock);
    }

    @Bean
    RouteFiles routeFiles(LiveRoutes routes, ChannelStats stats) {
        return new RouteFiles(relay.routes(), routes, () -> relay.routesLockOnAir() && stats.isLive());
    }

    @Bean
    RouteStatuses routeStatuses(CamelContext camel, LiveRoutes live, MeterRegistry metrics) {
        RouteStatuses statuses = new RouteStatuses(camel, live, route -> meanMillis(metrics, route));
        camel.addRoutePolicyFactory(statuses);
        return statuses;
    }

    private static Double meanMillis(MeterRegistry metrics, String route) {
        Timer timer = metrics.find(MicrometerConstants.DEFAULT_CAMEL_ROUTE_POLICY_METER_NAME)
                .tag(MicrometerConstants.ROUTE_ID_TAG, route)
                .timer();
        return timer == null || timer.count() == 0 ? null : timer.mean(TimeUnit.MILLISECONDS);
    }

    /** Clients are being served already, and what routes have to find has been done. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 2)
    ApplicationRunner loadRoutes(RouteFiles files, RouteStatuses statuses) {
        return arguments -> files.start();
    }
}
