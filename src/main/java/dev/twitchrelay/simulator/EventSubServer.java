package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.Channel;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The WebSocket server: fresh connections, hand-overs, notifications, and the ends of sessions. It follows
 * https://dev.twitch.tv/docs/eventsub/handling-websocket-events. Loop-confined.
 */
final class EventSubServer {
    static final String PATH = "/ws";
    /** Production sends clients to another host. The simulator has one port, so it uses another path. */
    private static final String RECONNECT_PATH = "/cell-a/ws";

    private static final int NOTIFICATIONS_KEPT = 10_000;
    private static final String DISCONNECTED = "websocket_disconnected";
    /** The status of subscriptions after their connection ended with a close code. */
    private static final Map<Integer, String> END_STATUS = Map.of(
            4000, "websocket_internal_error",
            4001, "websocket_received_inbound_traffic",
            4002, "websocket_failed_ping_pong",
            4003, "websocket_connection_unused",
            4004, "websocket_failed_to_reconnect",
            4005, "websocket_network_timeout",
            4006, "websocket_network_error");

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final ActiveFaults faults;
    private final SubscriptionRegistry registry;
    private final Observations seen;
    private final EventSubMessages messages;
    private final Map<String, SimulatedSession> sessions = new LinkedHashMap<>();
    private final Map<String, SimulatedSession> challenges = new HashMap<>();
    private final Set<SimulatedConnection> withoutWelcome = new LinkedHashSet<>();
    private final Map<String, Notification> sent = new LinkedHashMap<>();
    private String authority = "";

    EventSubServer(
            SimulatorOptions options,
            SimulatorLoop loop,
            ActiveFaults faults,
            SubscriptionRegistry registry,
            Observations seen) {
        this.options = options;
        this.loop = loop;
        this.faults = faults;
        this.registry = registry;
        this.seen = seen;
        this.messages = new EventSubMessages(loop, faults);
    }

    private record Notification(SimulatedSession session, String text) {}

    void mount(Router router) {
        router.get(PATH).handler(this::acceptFresh);
        router.get(RECONNECT_PATH).handler(this::acceptHandOver);
    }

    /** Sets the host and port in reconnect URLs. */
    void authority(String hostAndPort) {
        authority = hostAndPort;
    }

    List<SimulatedSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** The living session, or null. */
    SimulatedSession session(String id) {
        return sessions.get(id);
    }

    private void acceptFresh(RoutingContext request) {
        int seconds = keepaliveSeconds(request.request().getParam("keepalive_timeout_seconds"));
        upgrade(request, connection -> {
            String id = "AgoQ" + UUID.randomUUID().toString().replace("-", "");
            connection.session = new SimulatedSession(id, loop.now(), seconds, connection);
            sessions.put(id, connection.session);
            seen.sessions(sessions.size());
            welcomeInTime(connection);
        });
    }

    private void acceptHandOver(RoutingContext request) {
        if (faults.handOver == Faults.HandOver.REFUSED) {
            request.response().setStatusCode(503).end();
            return;
        }
        SimulatedSession session = challenges.remove(request.request().getParam("challenge", ""));
        boolean valid = session != null && session.id.equals(request.request().getParam("id"));
        upgrade(request, connection -> {
            if (!valid || !alive(session) || faults.handOver == Faults.HandOver.INVALID) {
                connection.close(4007);
            } else if (faults.handOver == Faults.HandOver.DROPPED) {
                connection.drop();
            } else {
                connection.session = session;
                session.arriving.add(connection);
                if (faults.handOver == Faults.HandOver.WORKS) {
                    welcomeInTime(connection);
                }
            }
        });
    }

    private void upgrade(RoutingContext request, Consumer<SimulatedConnection> then) {
        if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
            request.response().setStatusCode(400).end();
            return;
        }
        Channel channel = VertxInternals.channel(request.request().connection());
        request.request()
                .toWebSocket()
                .onSuccess(socket -> then.accept(new SimulatedConnection(socket, channel, loop, faults, seen, this)));
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

    private void welcomeInTime(SimulatedConnection connection) {
        if (faults.withholdWelcome) {
            withoutWelcome.add(connection);
        } else {
            loop.atOnceOrAfter(loop.duration(ProtocolTime.WELCOME_DELAY), () -> welcome(connection));
        }
    }

    void releaseWelcomes() {
        List<SimulatedConnection> released = List.copyOf(withoutWelcome);
        withoutWelcome.clear();
        released.forEach(this::welcome);
    }

    /** Sends the welcome. An arriving connection carries the traffic of its session from now on. */
    private void welcome(SimulatedConnection connection) {
        SimulatedSession session = connection.session;
        if (!connection.open() || !alive(session)) {
            return;
        }
        if (session.arriving.remove(connection)) {
            session.current = connection;
        } else {
            loop.after(ProtocolTime.SUBSCRIPTION_WINDOW, () -> closeIfUnused(session));
        }
        connection.send(messages.welcome(session));
        Duration second = loop.duration(ProtocolTime.KEEPALIVE_UNIT);
        connection.keepAlive(
                second.multipliedBy(session.keepaliveSeconds), () -> connection.send(messages.keepalive()));
        seen.count("welcomes");
    }

    private void closeIfUnused(SimulatedSession session) {
        if (alive(session) && !registry.has(session)) {
            fail(session.current, 4003);
        }
    }

    /**
     * Delivers an event to every enabled subscription of the type whose condition the event meets. The first delivery
     * has the returned message id.
     */
    String notify(String type, JsonNode event) {
        String first = EventSubMessages.newId();
        String id = first;
        for (SimulatedSubscription subscription : registry.enabledOfType(type)) {
            if (subscription.matches(event)) {
                boolean oldest =
                        subscription.session == sessions.values().iterator().next();
                Notification notification =
                        new Notification(subscription.session, messages.notification(id, subscription, event, !oldest));
                remember(id, notification);
                loop.atOnceOrAfter(oldest ? Duration.ZERO : randomUpTo(faults.copiesLate), () -> {
                    for (int copies = 0; copies <= faults.extraCopies; copies++) {
                        send(notification);
                    }
                });
                id = EventSubMessages.newId();
            }
        }
        return first;
    }

    private static Duration randomUpTo(Duration most) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis() + 1));
    }

    private void remember(String id, Notification notification) {
        sent.put(id, notification);
        if (sent.size() > NOTIFICATIONS_KEPT) {
            sent.remove(sent.keySet().iterator().next());
        }
    }

    /** Sends the same bytes again. */
    void redeliver(String messageId) {
        Notification notification = sent.get(messageId);
        if (notification == null || !alive(notification.session)) {
            throw new IllegalArgumentException("no living session received message " + messageId);
        }
        send(notification);
    }

    private void send(Notification notification) {
        notification.session.current.send(notification.text);
        seen.count("notifications");
    }

    /** Sends a frame on the current connection of every session. */
    void sendToAll(Consumer<SimulatedConnection> frame) {
        sessions().forEach(session -> frame.accept(session.current));
    }

    void sendUnknownMessageType() {
        sendToAll(connection -> connection.send(messages.ofUnknownType()));
    }

    /** Sends {@code session_reconnect} to every session; each gets its own one-time URL. */
    void reconnect() {
        sessions().forEach(session -> {
            SimulatedConnection old = session.current;
            String challenge = UUID.randomUUID().toString();
            challenges.put(challenge, session);
            String query = "?challenge=" + challenge + "&id=" + session.id;
            old.send(messages.reconnect(session, "ws://" + authority + RECONNECT_PATH + query));
            loop.after(ProtocolTime.RECONNECT_GRACE, () -> {
                challenges.remove(challenge);
                if (old.open()) {
                    fail(old, 4004);
                }
            });
        });
    }

    void revoke(String type, String status) {
        registry.enabledOfType(type).forEach(subscription -> revoke(subscription, status));
    }

    void revokeAllOf(Person user, String status) {
        registry.enabledOf(user.id()).forEach(subscription -> revoke(subscription, status));
    }

    private void revoke(SimulatedSubscription subscription, String status) {
        registry.end(subscription, status);
        subscription.session.current.send(messages.revocation(subscription));
        seen.changed();
    }

    /** Closes a connection on Twitch's side. */
    void fail(SimulatedConnection connection, int code) {
        connection.close(code);
        gone(connection, END_STATUS.getOrDefault(code, DISCONNECTED));
    }

    /** Ends a connection without a close frame. */
    void drop(SimulatedConnection connection) {
        connection.drop();
        gone(connection, DISCONNECTED);
    }

    /** Stops the traffic of a connection. Its session and subscriptions stay until Twitch notices. */
    void freeze(SimulatedConnection connection) {
        connection.freeze();
        loop.after(ProtocolTime.DEAD_SOCKET_NOTICED, () -> fail(connection, 4005));
    }

    /** The client has ended the connection. */
    void left(SimulatedConnection connection) {
        gone(connection, DISCONNECTED);
    }

    /** Ends the session of a connection that has ended, unless the session has moved to a newer connection. */
    private void gone(SimulatedConnection connection, String status) {
        SimulatedSession session = connection.session;
        session.arriving.remove(connection);
        if (session.current != connection || !sessions.remove(session.id, session)) {
            return;
        }
        registry.enabledOf(session).forEach(subscription -> registry.end(subscription, status));
        challenges.values().removeIf(session::equals);
        // the hand-over fails, because the old connection ended before the new connection was welcomed
        session.arriving.forEach(arriving -> arriving.close(4007));
        seen.sessions(sessions.size());
    }

    private boolean alive(SimulatedSession session) {
        return sessions.containsValue(session);
    }
}
