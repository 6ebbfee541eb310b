package dev.twitchrelay;

import dev.twitchrelay.routes.RouteStatuses;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the route files. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {
    RoutesConfiguration(RelayProperties relay) {
        relay.check();
    }

    @Bean
    RouteStatuses routeStatuses(CamelContext camel) {
        RouteStatuses statuses = new RouteStatuses(camel);
        camel.getManagementStrategy().addEventNotifier(statuses);
        return statuses;
    }
}
