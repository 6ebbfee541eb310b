package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Failures;
import dev.twitchrelay.outbox.OutboxConstants;
import dev.twitchrelay.sources.RefusedRequestException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Counts the messages and failures of routes, and tells the status of each route. Camel calls it on the threads of the
 * routes through the policy that it adds to each route. Thread-safe.
 */
public final class RouteStatuses implements RoutePolicyFactory {
    /**
     * The status of one route. All numbers count from the start of the relay.
     *
     * @param file relative to the folder of routes; for a route that a jar of {@code relay.lib} brings, its class and
     *     line
     * @param state in Camel's words: {@code Started}, {@code Stopped} and so on; {@code Standby} for a route of the
     *     leader while another relay leads
     * @param messages that have left the route, with or without a failure
     * @param failed messages that a step of this route failed on
     * @param meanMillis how long a message takes from this route to the end of its way, on average; null before the
     *     first
     * @param lastError the reason of the latest failure, or null
     */
    public record RouteStatus(
            String file,
            String id,
            String state,
            long messages,
            long failed,
            Double meanMillis,
            String lastError,
            Instant lastErrorAt) {
        private static final String STANDBY = "Standby";

        /** Whether the route does what it should. */
        public boolean runs() {
            return state.equals("Started") || state.equals(STANDBY);
        }
    }

    /** The numbers of one route so far. */
    private record Counts(long messages, long failed, String lastError, Instant lastErrorAt) {
        static final Counts NONE = new Counts(0, 0, null, null);

        Counts after(String failure) {
            return failure == null
                    ? new Counts(messages + 1, failed, lastError, lastErrorAt)
                    : new Counts(messages + 1, failed + 1, failure, Instant.now());
        }
    }

    private final CamelContext camel;
    private final LiveRoutes live;
    private final Function<String, Double> meanMillis;
    private final RouteTaps taps = new RouteTaps();
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    /**
     * @param live rolls back the routes that fail
     * @param meanMillis how long a route's messages take on average, by its id; null before the first message
     */
    public RouteStatuses(CamelContext camel, LiveRoutes live, Function<String, Double> meanMillis) {
        this.camel = camel;
        this.live = live;
        this.meanMillis = meanMillis;
    }

    /** The routes of all files and jars, by file and id, without the routes that Camel makes from Kamelets. */
    public List<RouteStatus> all() {
        return camel.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .flatMap(route -> status(route).stream())
                .sorted(Comparator.comparing(RouteStatus::file).thenComparing(RouteStatus::id))
                .toList();
    }

    /**
     * Shows the messages that enter and leave a route, even if the route is exchanged meanwhile.
     *
     * @param to is called on the route's thread, and must not block
     * @return ends it
     */
    public AutoCloseable tap(String route, Consumer<RouteTaps.TappedMessage> to) {
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
                counts.compute(
                        done.getRouteId(), (id, before) -> (before == null ? Counts.NONE : before).after(failure));
                live.passed(done.getRouteId(), isOfTheRoute(exchange) ? failure : null);
                taps.pass(done.getRouteId(), "out", exchange, failure);
            }
        };
    }

    /** False for a failure that the peer of a sink causes. The peer's absence is no reason to roll back a route. */
    @SuppressWarnings("unchecked")
    private static boolean isOfTheRoute(Exchange exchange) {
        Predicate<Throwable> blame = exchange.getProperty(OutboxConstants.BLAME, Predicate.class);
        Throwable cause = cause(exchange);
        return blame == null || cause == null || blame.test(cause);
    }

    private static Throwable cause(Exchange exchange) {
        return exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    /**
     * The reason why a step of this route failed, whether the route handled the failure or not; or null. A request that
     * the route refuses is the fault of its sender: no stranger may bring about the rollback of a route.
     */
    private static String failure(String route, Exchange exchange) {
        Throwable cause = cause(exchange);
        String failing = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        boolean isOfAnother = failing != null && !failing.equals(route);
        boolean isOfSender = RefusedRequestException.in(cause) != null;
        return cause == null || isOfAnother || isOfSender ? null : Failures.text(cause);
    }

    /** Empty for a route that an edit has taken away meanwhile. */
    private Optional<RouteStatus> status(Route route) {
        String id = route.getRouteId();
        ServiceStatus state = camel.getRouteController().getRouteStatus(id);
        if (state == null) {
            return Optional.empty();
        }
        Counts counted = counts.getOrDefault(id, Counts.NONE);
        return Optional.of(new RouteStatus(
                live.fileOf(id).orElse(String.valueOf(route.getSourceLocationShort())),
                id,
                LeaderPolicy.isWaiting(route) ? RouteStatus.STANDBY : state.name(),
                counted.messages(),
                counted.failed(),
                meanMillis.apply(id),
                counted.lastError(),
                counted.lastErrorAt()));
    }
}
