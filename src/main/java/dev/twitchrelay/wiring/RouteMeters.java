package dev.twitchrelay.wiring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyNamingStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Measures the messages of each route, with the names and tags of Camel's metrics: how long a message takes from the route
 * to the end of its way, how many messages there were, and how many failed. Camel's own policy is off, because it formats
 * the name of an exchange property six times for each message and route. Camel calls it on the threads of the routes.
 * Thread-safe.
 */
final class RouteMeters implements RoutePolicyFactory {
    private static final MicrometerRoutePolicyNamingStrategy NAMES = MicrometerRoutePolicyNamingStrategy.DEFAULT;

    private final MeterRegistry registry;

    RouteMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new Policy(MicrometerConstants.DEFAULT_CAMEL_ROUTE_POLICY_METER_NAME + "-" + routeId);
    }

    /** Measures one route. Its meters go with it. */
    private final class Policy extends RoutePolicySupport {
        /** The property of an exchange that has the begin of its way through this route. */
        private final String begin;

        private Timer timer;
        private Counter all;
        private Counter succeeded;
        private Counter failed;
        private Counter handled;

        Policy(String begin) {
            this.begin = begin;
        }

        @Override
        public void onInit(Route route) {
            super.onInit(route);
            if (!route.isCreatedByKamelet()) {
                timer = Timer.builder(NAMES.getName(route))
                        .tags(NAMES.getTags(route))
                        .description("Route performance metrics")
                        .register(registry);
                Tags tags = NAMES.getExchangeStatusTags(route);
                all = counter(NAMES.getExchangesTotalName(route), tags, "Total number of processed exchanges");
                succeeded = counter(
                        NAMES.getExchangesSucceededName(route), tags, "Number of successfully completed exchanges");
                failed = counter(NAMES.getExchangesFailedName(route), tags, "Number of failed exchanges");
                handled = counter(NAMES.getFailuresHandledName(route), tags, "Number of failures handled");
            }
        }

        private Counter counter(String name, Tags tags, String description) {
            return Counter.builder(name).tags(tags).description(description).register(registry);
        }

        @Override
        public void onRemove(Route route) {
            super.onRemove(route);
            if (timer != null) {
                registry.remove(timer);
                registry.remove(all);
                registry.remove(succeeded);
                registry.remove(failed);
                registry.remove(handled);
            }
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (timer != null) {
                exchange.setProperty(begin, Timer.start(registry));
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            // a message that passes a route within the same route is counted when it has left the inner one
            if (exchange.removeProperty(begin) instanceof Timer.Sample sample) {
                sample.stop(timer);
                all.increment();
                if (exchange.isFailed()) {
                    failed.increment();
                } else {
                    succeeded.increment();
                    if (ExchangeHelper.isFailureHandled(exchange)) {
                        handled.increment();
                    }
                }
            }
        }
    }
}
