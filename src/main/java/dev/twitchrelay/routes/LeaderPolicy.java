package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.kit.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route policy {@code leader}: of several relays, only the leader consumes. A single relay always leads. Camel's own
 * {@code ClusteredRoutePolicy} is not used, because it starts and stops routes on the thread that renews the leader's
 * lease, keeps routes that an edit has removed, and tries a route that fails to start only once. Thread-safe.
 */
public final class LeaderPolicy extends RoutePolicySupport {
    /** The name of the policy in routes. */
    static final String NAME = "leader";

    private static final Logger LOG = LoggerFactory.getLogger(LeaderPolicy.class);
    private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(1);

    private final CamelClusterView cluster;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final CamelClusterEventListener.Leadership listener = this::changed;
    /** Held while routes are exchanged, so that no route starts that an edit takes away. */
    private final ReentrantLock exchange = new ReentrantLock();

    private ScheduledExecutorService timer;

    /** @param cluster tells whether this relay leads */
    public LeaderPolicy(CamelClusterView cluster) {
        this.cluster = cluster;
    }

    /** The policy of a relay that is no member of a cluster, and of routes that are only checked or tested. */
    public static LeaderPolicy alone() {
        return new LeaderPolicy(null);
    }

    private boolean leads() {
        return cluster == null || cluster.getLocalMember().isLeader();
    }

    /** Whether a route waits until this relay leads. */
    static boolean isWaiting(Route route) {
        return route.getRoutePolicyList().stream()
                .anyMatch(policy -> policy instanceof LeaderPolicy leader && !leader.leads());
    }

    /** Keeps leaderships from starting routes, until its result is closed by the same thread. */
    public AutoCloseable hold() {
        exchange.lock();
        return exchange::unlock;
    }

    /** Camel calls it before it starts the route. */
    @Override
    public void onInit(Route route) {
        if (cluster != null && route.isAutoStartup()) {
            routes.put(route.getRouteId(), route);
            route.setAutoStartup(leads());
        }
    }

    @Override
    public void onRemove(Route route) {
        routes.remove(route.getRouteId(), route);
        failing.remove(route.getRouteId());
    }

    @Override
    protected synchronized void doStart() {
        if (cluster != null) {
            timer = Daemons.timer("routes-of-leader");
            cluster.addEventListener(listener);
        }
    }

    @Override
    protected synchronized void doStop() {
        if (timer != null) {
            cluster.removeEventListener(listener);
            timer.shutdownNow();
        }
    }

    private void changed(CamelClusterView view, CamelClusterMember leader) {
        later(Duration.ZERO);
    }

    private synchronized void later(Duration pause) {
        if (!timer.isShutdown()) {
            timer.schedule(this::apply, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void apply() {
        if (!leads()) {
            // an exchange may last, and another leader consumes already
            routes.values().forEach(this::stop);
        }
        exchange.lock();
        try {
            for (Route route : routes.values()) {
                if (leads()) {
                    start(route);
                } else {
                    stop(route);
                }
            }
        } finally {
            exchange.unlock();
        }
    }

    private void start(Route route) {
        String id = route.getRouteId();
        CamelContext camel = route.getCamelContext();
        try {
            if (!camel.isStarted()) {
                later(TRIED_AGAIN_AFTER);
            } else if (camel.getRoute(id) == route) {
                ServiceStatus status = camel.getRouteController().getRouteStatus(id);
                if (status.isStartable()) {
                    camel.getRouteController().startRoute(id);
                } else {
                    resumeOrStartConsumer(route.getConsumer());
                }
                failing.remove(id);
            }
        } catch (Exception e) {
            if (failing.add(id)) {
                LOG.warn("the route {} of the leader does not start, and is tried again: {}", id, Failures.text(e));
            }
            later(TRIED_AGAIN_AFTER);
        }
    }

    /** A suspended consumer lets the messages inside go on to the end of the route. */
    private void stop(Route route) {
        try {
            if (ServiceHelper.isStarted(route.getConsumer())) {
                suspendOrStopConsumer(route.getConsumer());
            }
        } catch (Exception e) {
            LOG.warn("the route {} of the leader does not stop: {}", route.getRouteId(), Failures.text(e));
        }
    }
}
