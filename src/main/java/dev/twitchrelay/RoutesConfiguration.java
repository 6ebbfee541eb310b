package dev.twitchrelay;

import dev.twitchrelay.routes.RouteStatuses;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the route files. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {
    RoutesConfiguration(RelayProperties relay) {
        relay.check();
    }

    /** For routes that go on as they were after a multicast, whatever its branches made of their copies. */
    @Bean
    UseOriginalAggregationStrategy useOriginal() {
        return new UseOriginalAggregationStrategy(false);
    }

    @Bean
    RouteStatuses routeStatuses(CamelContext camel) {
        RouteStatuses statuses = new RouteStatuses(camel);
        camel.getManagementStrategy().addEventNotifier(statuses);
        return statuses;
    }
}
