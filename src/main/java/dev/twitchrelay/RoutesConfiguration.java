package dev.twitchrelay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twitchrelay.routes.RouteStatuses;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the route files. */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {
    RoutesConfiguration(RelayProperties relay) {
        relay.check();
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
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
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
