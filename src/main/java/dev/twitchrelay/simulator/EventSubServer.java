package dev.twitchrelay.simulator;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.Channel;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The WebSocket server: fresh connections, hand-overs and the ends of sessions. It follows
 * https://dev.twitch.tv/docs/eventsub/handling-websocket-events. Loop-confined.
 */
final class EventSubServer {
    static final String PATH = "/ws";
    /** Production sends clients to another host. The simulator has one port, so it uses another path. */
    static final String RECONNECT_PATH = "/cell-a/ws";

    private final SimulatorLoop loop;
    private final Times times;
    private final TwitchClock clock;
    private final FaultSwitches switches;
    private final Observations seen;
    private final EventSubMessages messages;
    private final Welcomes welcomes;
    private final SubscriptionRegistry registry;
    private final SimulatorOptions options;
    private final Map<String, SimulatedSession> sessions = new LinkedHashMap<>();
    private final Map<String, SimulatedSession> challenges = new HashMap<>();
    private String authority = "";

    EventSubServer(
            SimulatorLoop loop,
            Times times,
            TwitchClock clock,
            FaultSwitches switches,
            Observations seen,
            EventSubMessages messages,
            Welcomes welcomes,
            SubscriptionRegistry registry,
            SimulatorOptions options) {
        this.loop = loop;
        this.times = times;
        this.clock = clock;
        this.switches = switches;
        this.seen = seen;
        this.messages = messages;
        this.welcomes = welcomes;
        this.registry = registry;
        this.options = options;
    }

    void authority(String hostAndPort) {
        authority = hostAndPort;
    }

    List<SimulatedSession> sessions() {
        return List.copyOf(sessions.values());
    }

    SimulatedSession session(String id) {
        return sessions.get(id);
    }

    void acceptFresh(RoutingContext request) {
        int seconds = keepaliveSeconds(request.request().getParam("keepalive_timeout_seconds"));
        upgrade(request, connection -> {
            String id = "AgoQ" + RandomText.ofLength(32);
            SimulatedSession session = new SimulatedSession(id, clock.now(), seconds, connection);
            sessions.put(id, session);
            follow(connection, session);
            welcomes.inTime(connection, () -> {
                welcome(connection, session);
                loop.after(times.get(ProtocolTime.SUBSCRIPTION_WINDOW), () -> closeIfUnused(session));
            });
        });
    }

    void acceptHandOver(RoutingContext request) {
        if (switches.handOver == Faults.HandOver.REFUSED) {
            request.response().setStatusCode(503).end();
            return;
        }
        SimulatedSession session =
                challenges.remove(String.valueOf(request.request().getParam("challenge")));
        String id = request.request().getParam("id");
        upgrade(request, connection -> {
            boolean alive = session != null && session.id.equals(id) && sessions.containsValue(session);
            if (!alive || switches.handOver == Faults.HandOver.INVALID) {
                connection.close(4007);
            } else if (switches.handOver == Faults.HandOver.DROPPED) {
                connection.drop();
            } else {
                session.arriving.add(connection);
                follow(connection, session);
                if (switches.handOver == Faults.HandOver.WORKS) {
                    welcomes.inTime(connection, () -> arrive(connection, session));
                }
            }
        });
    }

    private void upgrade(RoutingContext request, Consumer<SimulatedConnection> then) {
        if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
            request.response().setStatusCode(400).end();
            return;
        }
        // faults without a close frame need the channel below Vert.x
        Channel channel = VertxInternals.channel(request.request().connection());
        request.request()
                .toWebSocket()
                .onSuccess(
                        socket -> then.accept(new SimulatedConnection(socket, channel, loop, times, switches, seen)));
    }

    /** The requested keepalive within 10 to 600 seconds; 10 when the parameter is missing or not a number. */
    private int keepaliveSeconds(String requested) {
        if (options.announcedKeepaliveSeconds > 0) {
            return options.announcedKeepaliveSeconds;
        }
        return requested != null && requested.matches("-?\\d{1,9}")
                ? Math.max(10, Math.min(600, Integer.parseInt(requested)))
                : 10;
    }

    private void follow(SimulatedConnection connection, SimulatedSession session) {
        connection.onEndByClient(code -> left(connection, session));
        connection.onInboundTraffic(() -> fail(connection, session, 4001));
        connection.onPongMissing(() -> fail(connection, session, 4002));
    }

    private void welcome(SimulatedConnection connection, SimulatedSession session) {
        connection.send(messages.welcome(session));
        Duration interval = times.get(ProtocolTime.KEEPALIVE_UNIT).multipliedBy(session.keepaliveSeconds);
        connection.keepAlive(interval, () -> connection.send(messages.keepalive()));
        seen.counted("welcomes");
    }

    private void arrive(SimulatedConnection connection, SimulatedSession session) {
        if (sessions.containsValue(session)) {
            session.moveTo(connection);
            welcome(connection, session);
        }
    }

    private void closeIfUnused(SimulatedSession session) {
        if (sessions.containsValue(session) && session.subscriptions.isEmpty()) {
            fail(session.current(), session, 4003);
        }
    }

    /** Sends {@code session_reconnect} to every session; each gets its own one-time URL. */
    void reconnect() {
        sessions().forEach(session -> {
            SimulatedConnection old = session.current();
            String challenge = RandomText.ofLength(24);
            challenges.put(challenge, session);
            String query = "?challenge=" + challenge + "&id=" + session.id;
            old.send(messages.reconnect(session, "ws://" + authority + RECONNECT_PATH + query));
            loop.after(times.get(ProtocolTime.RECONNECT_GRACE), () -> {
                challenges.remove(challenge);
                if (old.open()) {
                    fail(old, session, 4004);
                }
            });
        });
    }

    void revoke(SimulatedSubscription subscription, String status) {
        registry.end(subscription, status);
        subscription.session.current().send(messages.revocation(subscription));
        seen.changed();
    }

    void revokeAllOf(String userId, String status) {
        sessions().stream()
                .flatMap(session -> session.enabled().stream())
                .filter(subscription -> subscription.userId.equals(userId))
                .forEach(subscription -> revoke(subscription, status));
    }

    /**
     * Closes a connection on Twitch's side, and ends its session unless the session has moved to a newer connection.
     */
    void fail(SimulatedConnection connection, SimulatedSession session, int code) {
        connection.close(code);
        session.arriving.remove(connection);
        if (session.current() == connection) {
            end(session, endStatus(code));
        }
    }

    void drop(SimulatedSession session) {
        session.current().drop();
        end(session, endStatus(SimulatedConnection.NO_CLOSE_FRAME));
    }

    /** Stops the traffic of a session. Its connection and subscriptions stay until Twitch notices. */
    void freeze(SimulatedSession session) {
        SimulatedConnection connection = session.current();
        connection.freeze();
        loop.after(times.get(ProtocolTime.DEAD_SOCKET_NOTICED), () -> fail(connection, session, 4005));
    }

    void sendToAll(Consumer<SimulatedConnection> frame) {
        sessions().forEach(session -> frame.accept(session.current()));
    }

    /** The status of subscriptions after their connection ended with a close code. */
    private static String endStatus(int closeCode) {
        return switch (closeCode) {
            case 4000 -> "websocket_internal_error";
            case 4001 -> "websocket_received_inbound_traffic";
            case 4002 -> "websocket_failed_ping_pong";
            case 4003 -> "websocket_connection_unused";
            case 4004 -> "websocket_failed_to_reconnect";
            case 4005 -> "websocket_network_timeout";
            case 4006 -> "websocket_network_error";
            default -> "websocket_disconnected";
        };
    }

    private void left(SimulatedConnection connection, SimulatedSession session) {
        session.arriving.remove(connection);
        if (session.current() == connection) {
            end(session, endStatus(1000));
        }
    }

    private void end(SimulatedSession session, String status) {
        if (!sessions.remove(session.id, session)) {
            return;
        }
        session.enabled().forEach(subscription -> registry.end(subscription, status));
        challenges.values().removeIf(session::equals);
        // the hand-over fails, because the old connection ended before the new connection was welcomed
        new ArrayList<>(session.arriving).forEach(connection -> connection.close(4007));
        seen.changed();
    }
}
