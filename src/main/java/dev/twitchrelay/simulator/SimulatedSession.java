package dev.twitchrelay.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One EventSub session: an id and subscriptions that survive a hand-over, and up to three kinds of connections. The
 * current one carries the traffic; arriving ones came by a reconnect URL and have no welcome yet. Loop-confined.
 */
final class SimulatedSession {
    final String id;
    final Instant connectedAt;
    final int keepaliveSeconds;
    final Set<SimulatedConnection> arriving = new LinkedHashSet<>();
    final List<SimulatedSubscription> subscriptions = new ArrayList<>();
    /** The one user whose tokens may subscribe here; null until the first subscription. */
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

    /** The arriving connection got its welcome: events go there from now on. */
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
