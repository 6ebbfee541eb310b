package dev.twitchrelay.simulator;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One EventSub session: an id, to which subscriptions belong and which survives a hand-over, and its connections.
 * Loop-confined.
 */
final class SimulatedSession {
    final String id;
    final Instant connectedAt;
    final int keepaliveSeconds;
    /** The connection that carries the traffic. */
    SimulatedConnection current;
    /** The connections that came by a reconnect URL and have no welcome yet. */
    final Set<SimulatedConnection> arriving = new LinkedHashSet<>();
    /** The holder of the only tokens that may subscribe in this session; null before the first subscription. */
    String owner;

    SimulatedSession(String id, Instant connectedAt, int keepaliveSeconds, SimulatedConnection first) {
        this.id = id;
        this.connectedAt = connectedAt;
        this.keepaliveSeconds = keepaliveSeconds;
        this.current = first;
    }
}
