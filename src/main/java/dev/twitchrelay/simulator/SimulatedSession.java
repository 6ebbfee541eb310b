package dev.twitchrelay.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One EventSub session: an id and subscriptions, which survive a hand-over, and connections. The current connection
 * carries the traffic; an arriving connection came by a reconnect URL and has no welcome yet. Loop-confined.
 */
final class SimulatedSession {
    final String id;
    final Instant connectedAt;
    final int keepaliveSeconds;
    final Set<SimulatedConnection> arriving = new LinkedHashSet<>();
    final List<SimulatedSubscription> subscriptions = new ArrayList<>();
    /** The only user whose tokens may subscribe in this session; null before the first subscription. */
    String owner;

    private SimulatedConnection current;

    SimulatedSession(String id, Instant connectedAt, int keepaliveSeconds, SimulatedConnection first) {
        this.id = id;
        this.connectedAt = connectedAt;
        this.keepaliveSeconds = keepaliveSeconds;
        this.current = first;
    }

    SimulatedConnection current() {
        return current;
    }

    /** The arriving connection got its welcome, so it carries the traffic from now on. */
    void moveTo(SimulatedConnection connection) {
        arriving.remove(connection);
        current = connection;
    }

    List<SimulatedSubscription> enabled() {
        return subscriptions.stream().filter(SimulatedSubscription::enabled).toList();
    }

    List<SimulatedSubscription> enabled(String type) {
        return enabled().stream()
                .filter(subscription -> subscription.type.type().equals(type))
                .toList();
    }
}
