package dev.twitchrelay.routes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.ExchangeHelper;

/** Remembers the failures of routes and tells how each route is doing. Thread-safe. */
public final class RouteStatuses extends EventNotifierSupport {
    private record Failures(long count, String latest, Instant at) {}

    private final CamelContext camel;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    public RouteStatuses(CamelContext camel) {
        this.camel = camel;
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
    }

    /** Every route, by file and id. */
    public List<RouteStatus> all() {
        return camel.getRoutes().stream()
                .map(this::status)
                .sorted(Comparator.comparing(RouteStatus::file).thenComparing(RouteStatus::id))
                .toList();
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailureEvent failed) {
            Exchange exchange = failed.getExchange();
            Throwable cause = exchange.getException() != null
                    ? exchange.getException()
                    : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            String failing = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
            String route = failing != null ? failing : ExchangeHelper.getAtRouteId(exchange);
            if (cause != null && route != null) {
                failures.merge(
                        route,
                        new Failures(1, cause.getMessage(), Instant.now()),
                        (before, now) -> new Failures(before.count() + 1, now.latest(), now.at()));
            }
        }
    }

    private RouteStatus status(Route route) {
        Failures failed = failures.getOrDefault(route.getRouteId(), new Failures(0, null, null));
        String source = String.valueOf(route.getSourceLocationShort());
        return new RouteStatus(
                source.replaceFirst(":\\d+$", ""),
                route.getRouteId(),
                camel.getRouteController().getRouteStatus(route.getRouteId()).name(),
                failed.count(),
                failed.latest(),
                failed.at());
    }
}
