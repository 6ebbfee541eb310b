package dev.twitchrelay.routes;

import dev.twitchrelay.routes.RouteUnit.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges routes in the running Camel context: all of them, or none. It touches only routes that differ. Messages
 * under way finish in the old routes, and later messages wait in front of the new ones. {@link LiveRoutes} calls it,
 * one exchange at a time. Not thread-safe, but for {@link #isExchanging}.
 */
final class RouteTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(RouteTransaction.class);
    private static final Duration MESSAGES_UNDER_WAY = Duration.ofSeconds(20);

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);
    private static final Duration RESTORING = Duration.ofSeconds(5);

    private final ModelCamelContext camel;
    private final Callable<AutoCloseable> holdSources;
    private final RouteModel model;
    /** The channels whose gates the current exchange has closed. */
    private final Set<String> closed = new LinkedHashSet<>();

    private volatile boolean isExchanging;

    /**
     * @param holdSources until its result is closed, sources keep their connections and messages while their routes
     *     stop
     */
    RouteTransaction(ModelCamelContext camel, Callable<AutoCloseable> holdSources) {
        this.camel = camel;
        this.holdSources = holdSources;
        this.model = new RouteModel(camel);
    }

    /**
     * Turns the routes of one set into the routes of another.
     *
     * @throws RejectedFileException when a route does not start or stop; then the routes of {@code before} run again
     */
    void apply(RouteSet before, RouteSet after) throws RejectedFileException {
        Set<String> ending = before.changedFrom(after);
        Set<String> beginning = after.changedFrom(before);
        boolean configured = !configuration(before).equals(configuration(after));
        if (ending.isEmpty() && beginning.isEmpty() && !configured) {
            return;
        }
        Set<String> touched = new LinkedHashSet<>();
        isExchanging = true;
        try (AutoCloseable held = holdSources.call()) {
            try {
                end(before, ending, touched);
                touched.addAll(beginning);
                begin(after, beginning, configured);
            } catch (RejectedFileException e) {
                restore(before, after, touched);
                throw e;
            } finally {
                openGates();
            }
        } catch (RejectedFileException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot hold the sources of routes", e);
        } finally {
            isExchanging = false;
        }
    }

    /** Whether routes may be missing at this moment, because others take their places. Any thread may ask. */
    boolean isExchanging() {
        return isExchanging;
    }

    private static List<String> configuration(RouteSet set) {
        return set.units()
                .filter(unit -> unit.kind() == Kind.CONFIGURATION || unit.kind() == Kind.KAMELET)
                .map(RouteUnit::content)
                .toList();
    }

    /** Ends sources first. A message of a source that waited at a closed gate would keep the source's route busy. */
    private void end(RouteSet set, Set<String> ids, Set<String> ended) throws RejectedFileException {
        for (String id : sourcesFirst(set, ids)) {
            stop(set.routes().get(id));
            ended.add(id);
        }
        ended.forEach(this::remove);
    }

    /**
     * Begins sources last, when every route that they send to has started and the gates are open. The routes of sinks
     * begin before sources, because the outbox keeps messages only for sinks that it knows.
     */
    private void begin(RouteSet set, Set<String> ids, boolean configured) throws RejectedFileException {
        if (configured) {
            model.configure(set);
        }
        Map<String, RouteDefinition> definitions = model.definitions(set, ids);
        List<String> order = sourcesFirst(set, ids);
        Collections.reverse(order);
        for (String id : order) {
            RouteUnit unit = set.routes().get(id);
            if (!unit.isCalledByRoutes()) {
                openGates();
            }
            start(unit, definitions.get(id));
        }
    }

    private static List<String> sourcesFirst(RouteSet set, Set<String> ids) {
        Map<String, RouteUnit> routes = set.routes();
        List<String> order = new ArrayList<>(set.sendersFirst(ids));
        order.sort(Comparator.comparingInt(id -> rank(routes.get(id))));
        return order;
    }

    private static int rank(RouteUnit route) {
        return route.isCalledByRoutes() ? 2 : route.from().startsWith("outbox:") ? 1 : 0;
    }

    private void stop(RouteUnit unit) throws RejectedFileException {
        boolean empty;
        try {
            empty = drain(unit);
            if (empty && !camel.getRouteController().getRouteStatus(unit.id()).isStopped()) {
                camel.getRouteController().stopRoute(unit.id(), MESSAGES_UNDER_WAY.toMillis(), TimeUnit.MILLISECONDS);
            } else if (!empty) {
                ServiceHelper.startService(camel.getRoute(unit.id()).getConsumer());
            }
        } catch (Exception e) {
            throw new RejectedFileException(CamelFailure.problem(unit.node(), e));
        }
        if (!empty) {
            throw new RejectedFileException(unit.problem("the route " + unit.id() + " still works on a message after "
                    + MESSAGES_UNDER_WAY.toSeconds() + " s, so nothing was exchanged: save the file again"));
        }
    }

    /**
     * Lets no further message into a route, and waits for the messages inside. Camel's own stop holds a lock of the
     * context while it waits, and a message inside may need that lock.
     *
     * @return false when a message is still inside after a while
     */
    private boolean drain(RouteUnit unit) throws Exception {
        if (!unit.isCalledByRoutes()) {
            ServiceHelper.stopService(camel.getRoute(unit.id()).getConsumer());
        } else if (!closed.contains(unit.channel())) {
            if (!direct().closeGate(unit.channel(), MESSAGES_UNDER_WAY)) {
                return false;
            }
            closed.add(unit.channel());
        }
        long deadline = System.nanoTime() + MESSAGES_UNDER_WAY.toNanos();
        while (camel.getInflightRepository().size(unit.id()) > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return camel.getInflightRepository().size(unit.id()) == 0;
    }

    private void openGates() {
        closed.forEach(direct()::openGate);
        closed.clear();
    }

    private GatedDirectComponent direct() {
        return camel.getComponent("direct", GatedDirectComponent.class);
    }

    private void start(RouteUnit unit, RouteDefinition definition) throws RejectedFileException {
        try {
            camel.addRouteDefinition(definition);
        } catch (Exception e) {
            throw new RejectedFileException(CamelFailure.problem(unit.node(), e));
        }
        Route route = camel.getRoute(unit.id());
        if (route == null || (route.isAutoStartup() && !isStarted(unit.id()))) {
            throw new RejectedFileException(unit.problem("the route " + unit.id() + " does not start; its state is "
                    + camel.getRouteController().getRouteStatus(unit.id())));
        }
    }

    private boolean isStarted(String id) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(id);
        return status != null && status.isStarted();
    }

    /** Takes the new routes away and starts the old ones, wherever the exchange has failed. */
    private void restore(RouteSet before, RouteSet after, Set<String> touched) {
        try {
            for (String id : sourcesFirst(after, touched)) {
                // a route that has not started receives nothing, and its channel's gate may belong to another route
                if (isStarted(id)) {
                    drain(after.routes().get(id));
                    camel.getRouteController().stopRoute(id, RESTORING.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            touched.forEach(this::remove);
            Set<String> restored = new HashSet<>(touched);
            restored.retainAll(before.routes().keySet());
            begin(before, restored, true);
        } catch (Exception e) {
            LOG.error("the last good version of the routes {} could not be restored: {}", touched, e.getMessage(), e);
        }
    }

    private void remove(String id) {
        try {
            camel.removeRoute(id);
            RouteDefinition definition = camel.getRouteDefinition(id);
            if (definition != null) {
                camel.removeRouteDefinition(definition);
            }
            // Camel makes routes from the Kamelets of a route, and leaves them behind
            for (RouteDefinition child : List.copyOf(camel.getRouteDefinitions())) {
                if (child.isKamelet() != null
                        && child.isKamelet()
                        && child.getTemplateParameters() != null
                        && id.equals(child.getTemplateParameters().get("parentRouteId"))) {
                    camel.getRouteController()
                            .stopRoute(child.getRouteId(), RESTORING.toMillis(), TimeUnit.MILLISECONDS);
                    camel.removeRoute(child.getRouteId());
                    camel.removeRouteDefinition(child);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot remove the route " + id, e);
        }
    }
}
