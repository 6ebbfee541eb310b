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
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges routes in the running Camel context: all of them, or none. Only routes that differ are touched. Messages on
 * their way finish in the old routes, those behind them wait in front of the new ones. Not thread-safe.
 */
final class RouteTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(RouteTransaction.class);
    private static final Duration MESSAGES_ON_THEIR_WAY = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);
    private static final Duration RESTORING = Duration.ofSeconds(5);

    private final ModelCamelContext camel;
    private final Callable<AutoCloseable> holdSources;
    private final RouteModel model;

    /** @param holdSources until its answer is closed, sources keep their connections and messages while their route stops */
    RouteTransaction(ModelCamelContext camel, Callable<AutoCloseable> holdSources) {
        this.camel = camel;
        this.holdSources = holdSources;
        this.model = new RouteModel(camel);
    }

    /**
     * Makes the routes of one set into those of another.
     *
     * @return the ids of routes that are new or different
     * @throws RejectedFileException when a route does not start or stop; then {@code before} runs again
     */
    Set<String> apply(RouteSet before, RouteSet after) throws RejectedFileException {
        Set<String> ending = before.changedFrom(after);
        Set<String> beginning = after.changedFrom(before);
        boolean configured = !configuration(before).equals(configuration(after));
        if (ending.isEmpty() && beginning.isEmpty() && !configured) {
            return beginning;
        }
        Gates gates = new Gates();
        Set<String> touched = new LinkedHashSet<>();
        try (AutoCloseable held = holdSources.call();
                gates) {
            try {
                end(before, ending, touched, gates);
                touched.addAll(beginning);
                begin(after, beginning, configured, gates);
                return beginning;
            } catch (RejectedFileException e) {
                restore(before, after, touched, gates);
                throw e;
            }
        } catch (RejectedFileException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot hold the sources of routes", e);
        }
    }

    /** Ends routes: those that make messages first, so that nothing waits at a closed gate and keeps its own route busy. */
    private void end(RouteSet set, Set<String> ids, Set<String> ended, Gates gates) throws RejectedFileException {
        for (String id : sourcesFirst(set, ids)) {
            stop(set, id, gates);
            ended.add(id);
        }
        ended.forEach(this::remove);
    }

    /**
     * Begins routes: those that make messages last, when all that they send to is there and its gates are open; before them
     * those that empty the outbox, which keeps messages only for sinks that it knows.
     */
    private void begin(RouteSet set, Set<String> ids, boolean configured, Gates gates) throws RejectedFileException {
        if (configured) {
            model.configure(set);
        }
        Map<String, RouteDefinition> definitions = model.definitions(set, ids);
        List<String> order = sourcesFirst(set, ids);
        Collections.reverse(order);
        for (String id : order) {
            RouteUnit unit = set.routes().get(id);
            if (!unit.receivesFromRoutes()) {
                gates.close();
            }
            start(set, unit, definitions.get(id));
        }
    }

    private static List<String> sourcesFirst(RouteSet set, Set<String> ids) {
        Map<String, RouteUnit> routes = set.routes();
        List<String> order = new ArrayList<>(set.sendersFirst(ids));
        order.sort(Comparator.comparingInt(id -> rank(routes.get(id))));
        return order;
    }

    private static int rank(RouteUnit route) {
        return route.receivesFromRoutes() ? 2 : route.from().startsWith("outbox:") ? 1 : 0;
    }

    private static List<String> configuration(RouteSet set) {
        return set.units()
                .filter(unit -> unit.kind() == Kind.CONFIGURATION || unit.kind() == Kind.KAMELET)
                .map(RouteUnit::content)
                .toList();
    }

    private void stop(RouteSet set, String id, Gates gates) throws RejectedFileException {
        RouteUnit unit = set.routes().get(id);
        try {
            if (!pause(unit, gates)) {
                ServiceHelper.startService(camel.getRoute(id).getConsumer());
                throw busy(unit);
            }
            camel.getRouteController().stopRoute(id, MESSAGES_ON_THEIR_WAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedFileException e) {
            throw e;
        } catch (Exception e) {
            throw new RejectedFileException(Fault.in(set.files().get(unit.file()), unit, e));
        }
    }

    /**
     * Lets no message into a route and those inside out; false when one does not leave. Camel's own way to stop a route
     * holds a lock of the context meanwhile, which messages on their way may need.
     */
    private boolean pause(RouteUnit unit, Gates gates) throws Exception {
        if (unit.receivesFromRoutes()
                && camel.getComponent("direct", DirectComponent.class) instanceof GatedDirectComponent direct) {
            if (!gates.shut(direct.gate(unit.channel()), MESSAGES_ON_THEIR_WAY)) {
                return false;
            }
        } else {
            ServiceHelper.stopService(camel.getRoute(unit.id()).getConsumer());
        }
        long deadline = System.nanoTime() + MESSAGES_ON_THEIR_WAY.toNanos();
        while (camel.getInflightRepository().size(unit.id()) > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return camel.getInflightRepository().size(unit.id()) == 0;
    }

    private static RejectedFileException busy(RouteUnit unit) {
        return new RejectedFileException(new Problem(
                unit.file(),
                unit.line(),
                unit.column(),
                "the route " + unit.id() + " still works on a message after " + MESSAGES_ON_THEIR_WAY.toSeconds()
                        + " s, so nothing was exchanged: save the file again"));
    }

    private void start(RouteSet set, RouteUnit unit, RouteDefinition definition) throws RejectedFileException {
        try {
            camel.addRouteDefinition(definition);
        } catch (Exception e) {
            throw new RejectedFileException(Fault.in(set.files().get(unit.file()), unit, e));
        }
        ServiceStatus status = camel.getRouteController().getRouteStatus(unit.id());
        boolean wanted = definition.getAutoStartup() == null || "true".equals(definition.getAutoStartup());
        if (wanted && (status == null || !status.isStarted())) {
            throw new RejectedFileException(new Problem(
                    unit.file(),
                    unit.line(),
                    unit.column(),
                    "the route " + unit.id() + " does not start; it is " + status));
        }
    }

    /** Routes that run from the old files again, whatever became of the attempt. */
    private void restore(RouteSet before, RouteSet after, Set<String> touched, Gates gates) {
        try {
            for (String id : sourcesFirst(after, touched)) {
                // one that has not started serves nothing: the gate in front of its channel is that of another route
                if (camel.getRoute(id) != null
                        && camel.getRouteController().getRouteStatus(id).isStarted()) {
                    pause(after.routes().get(id), gates);
                    camel.getRouteController().stopRoute(id, RESTORING.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            touched.forEach(this::remove);
            Set<String> restored = new HashSet<>(touched);
            restored.retainAll(before.routes().keySet());
            begin(before, restored, true, gates);
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
            // Camel leaves the routes behind that it made of Kamelets
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

    /** The gates that one transaction has shut; {@link #close} opens them again. Not thread-safe. */
    private static final class Gates implements AutoCloseable {
        private final List<Gate> shut = new ArrayList<>();

        /** Shuts one more; false, and it stays open, when messages inside have not left in time. */
        boolean shut(Gate gate, Duration atMost) throws InterruptedException {
            if (!gate.close(atMost)) {
                return false;
            }
            shut.add(gate);
            return true;
        }

        /** Lets those go on that wait in front of them. */
        @Override
        public void close() {
            shut.forEach(Gate::open);
            shut.clear();
        }
    }
}
