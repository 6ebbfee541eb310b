package dev.twitchrelay.routes;

import dev.twitchrelay.wiring.OfflineVocabulary;
import dev.twitchrelay.wiring.RoutesConfiguration;
import java.util.Map;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** What route files need of the relay, without anything that listens or connects. A test may bring another primary vocabulary. */
@EnableAutoConfiguration(exclude = HealthEndpointAutoConfiguration.class)
public class RouteTestContext {
    @Bean
    RouteVocabulary routeVocabulary(ConfigurableEnvironment environment) {
        return OfflineVocabulary.of(environment, Map.of());
    }

    @Bean
    CamelContextConfiguration vocabularyOfRoutes(RouteVocabulary vocabulary) {
        return RoutesConfiguration.vocabularyOfRoutes(vocabulary);
    }
}
