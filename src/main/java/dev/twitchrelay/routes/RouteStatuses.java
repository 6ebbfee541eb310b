package dev.twitchrelay.routes;

import dev.twitchrelay.outbox.OutboxConstants;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Counts the messages and failures of routes and tells how each route is doing. Thread-safe. */
public final class RouteStatuses implements RoutePolicyFactory {
    private final CamelContext camel;
    private final LiveRoutes live;
    private final Function<String, Double> meanMillis;
    private final RouteTaps taps = new RouteTaps();
    private final Map<String, RouteCounts> counts = new ConcurrentHashMap<>();

    /**
     * @param live where routes that fail are rolled back
     * @param meanMillis how long a route's messages take on average, by its id; null before the first
     */
    public RouteStatuses(CamelContext camel, LiveRoutes live, Function<String, Double> meanMillis) {
        this.camel = camel;
        this.live = live;
        this.meanMillis = meanMillis;
    }

    /** Every route that stands in a file, by file and id; what Camel makes of Kamelets belongs to the route that uses them. */
    public List<RouteStatus> all() {
        return camel.getRoutes().stream()
                .filter(route -> live.fileOf(route.getRouteId()).isPresent())
                .map(this::status)
                .sorted(Comparator.comparing(RouteStatus::file).thenComparing(RouteStatus::id))
                .toList();
    }

    /**
     * Looks at the messages that enter and leave a route, also when the route is exchanged meanwhile.
     *
     * @param to called on the route's thread; must not block
     * @return ends it
     */
    public AutoCloseable tap(String route, Consumer<TappedMessage> to) {
        return taps.open(route, to);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route begun, Exchange exchange) {
                taps.pass(begun.getRouteId(), "in", exchange, null);
            }

            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                String failure = failure(done.getRouteId(), exchange);
                counts.computeIfAbsent(done.getRouteId(), id -> new RouteCounts())
                        .done(failure);
                live.passed(done.getRouteId(), isItsOwn(exchange) ? failure : null);
                taps.pass(done.getRouteId(), "out", exchange, failure);
            }
        };
    }

    /** A sink whose peer is away is no reason to take an edit of its route back. */
    private static boolean isItsOwn(Exchange exchange) {
        Predicate<?> blame = exchange.getProperty(OutboxConstants.BLAME, Predicate.class);
        Throwable cause = cause(exchange);
        @SuppressWarnings("unchecked")
        boolean its = blame == null || cause == null || ((Predicate<Throwable>) blame).test(cause);
        return its;
    }

    private static Throwable cause(Exchange exchange) {
        return exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    /** Why a step of this very route failed, whether or not that was handled; null if none did. */
    private static String failure(String route, Exchange exchange) {
        Throwable cause = cause(exchange);
        String failing = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        if (cause == null || (failing != null && !failing.equals(route))) {
            return null;
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private RouteStatus status(Route route) {
        RouteCounts counted = counts.getOrDefault(route.getRouteId(), new RouteCounts());
        return counted.status(
                live.fileOf(route.getRouteId()).orElse(String.valueOf(route.getSourceLocationShort())),
                route.getRouteId(),
                camel.getRouteController().getRouteStatus(route.getRouteId()).name(),
                meanMillis.apply(route.getRouteId()));
    }
}
