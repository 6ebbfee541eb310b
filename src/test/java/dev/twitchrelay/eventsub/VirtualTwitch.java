package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.SubscriptionClient.Created;
import dev.twitchrelay.eventsub.SubscriptionClient.Listed;
import dev.twitchrelay.eventsub.SubscriptionClient.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Twitch and the network on the clock of a test: connections, sessions, subscriptions with their limits, and the faults of all of
 * them. What it does depends on its random numbers only.
 */
final class VirtualTwitch {
    static final String URL = "wss://eventsub.example/ws";
    private static final String MOVE = URL + "?move=";
    private static final Duration LATENCY = Duration.ofMillis(30);
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final Duration UNUSED = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int MOST = 3;
    /** Twitch may give an event to a subscription that is a little younger, if notifications are late. */
    private static final Duration YOUNGER = Duration.ofMillis(900);

    private final ManualLoop loop;
    private final Random random;
    private final IntConsumer arrived;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Event> latest = new ArrayList<>();
    private int messages;

    /** No connection can be opened. */
    boolean isClosed;

    /** Subscriptions are answered 503. */
    boolean isApiAway;

    /** The longest time by which a notification is late; each copy by another. */
    Duration late = Duration.ZERO;

    /** Connections of another program of this user. */
    int foreignConnections;

    int connects;
    int mostConnections;

    /** @param arrived gets the number of each event that reaches a relay */
    VirtualTwitch(ManualLoop loop, Random random, IntConsumer arrived) {
        this.loop = loop;
        this.random = random;
        this.arrived = arrived;
    }

    private record Event(int number, String type, String json, Instant at) {}

    /** A living session at Twitch. */
    final class Session {
        private final String id = "S" + connects;
        private final Map<String, Instant> subscriptions = new LinkedHashMap<>();
        private Socket socket;

        /** The connection ends without a close frame, and what is under way is lost. */
        void reset() {
            end(this);
            socket.isCut = true;
            socket.later(LATENCY, () -> socket.ends(1006));
        }

        void close(int code) {
            end(this);
            socket.inOrder(() -> socket.ends(code));
        }

        /** Nothing passes any more, and nobody is told. */
        void freeze() {
            socket.isCut = true;
            loop.schedule(Duration.ofSeconds(30 + random.nextInt(30)), () -> end(this));
        }

        /** What is sent comes only later, at once. */
        void stall(Duration time) {
            socket.free = Math.max(socket.free, loop.nanoTime() + time.toNanos());
        }

        /** Asks the relay to move to another connection. */
        void move() {
            Socket old = socket;
            old.send("""
                    {"metadata":{"message_id":"%s","message_type":"session_reconnect"},"payload":{"session":{"id":"%s",
                     "status":"reconnecting","keepalive_timeout_seconds":null,"reconnect_url":"%s"}}}""".formatted(newId(), id, MOVE + id));
            loop.schedule(GRACE, () -> {
                if (socket == old && isAlive(this)) {
                    close(4004);
                } else if (!old.isClosed) {
                    old.inOrder(() -> old.ends(4004));
                }
            });
        }

        List<String> types() {
            return List.copyOf(subscriptions.keySet());
        }

        private void welcome(Socket next) {
            socket = next;
            next.send("""
                    {"metadata":{"message_id":"%s","message_type":"session_welcome","message_timestamp":"%s"},
                     "payload":{"session":{"id":"%s","status":"connected","keepalive_timeout_seconds":10}}}""".formatted(newId(), loop.now(), id));
            keepAlive(next);
        }

        private void keepAlive(Socket current) {
            loop.schedule(KEEPALIVE, () -> {
                if (isAlive(this) && socket == current) {
                    current.send("{\"metadata\":{\"message_id\":\"" + newId()
                            + "\",\"message_type\":\"session_keepalive\"},\"payload\":{}}");
                    keepAlive(current);
                }
            });
        }

        private void sends(Event event) {
            Instant timestamp = event.at.plusMillis(random.nextInt(100));
            String text = """
                    {"metadata":{"message_id":"%s","message_type":"notification","message_timestamp":"%s",
                     "subscription_type":"%s","subscription_version":"1"},"payload":{"subscription":{"id":"%s","type":"%3$s",
                     "status":"enabled","created_at":"%s"},"event":%s}}""".formatted(
                            newId(), timestamp, event.type, id + event.type, subscriptions.get(event.type), event.json);
            loop.schedule(Duration.ofNanos((long) (random.nextDouble() * late.toNanos())), () -> {
                if (isAlive(this)) {
                    Socket current = socket;
                    current.inOrder(() -> {
                        arrived.accept(event.number);
                        current.gets(text);
                    });
                }
            });
        }
    }

    /** A connection of a relay. */
    private final class Socket implements Connection {
        private final SessionLoop relay;
        private final Connection.Listener listener;
        private boolean isClosed;
        private boolean isCut;
        private long free;

        private Socket(SessionLoop relay, Connection.Listener listener) {
            this.relay = relay;
            this.listener = listener;
        }

        private void send(String text) {
            inOrder(() -> gets(text));
        }

        private void gets(String text) {
            listener.textFrame();
            listener.text(text);
        }

        private void ends(int code) {
            isClosed = true;
            listener.closed(code);
        }

        /** Happens at the relay, behind everything that was sent before. */
        private void inOrder(Runnable atRelay) {
            free = Math.max(free, loop.nanoTime() + LATENCY.toNanos());
            loop.schedule(
                    Duration.ofNanos(free - loop.nanoTime()),
                    () -> relay.execute(() -> {
                        if (!isClosed && !isCut) {
                            atRelay.run();
                        }
                    }));
        }

        /** Happens at the relay, whether or not the connection still works. */
        private void later(Duration delay, Runnable atRelay) {
            loop.schedule(
                    delay,
                    () -> relay.execute(() -> {
                        if (!isClosed) {
                            atRelay.run();
                        }
                    }));
        }

        @Override
        public void close() {
            isClosed = true;
            if (!isCut) {
                loop.schedule(LATENCY, () -> sessions.values().removeIf(session -> session.socket == this));
            }
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }

    /** Opens the connections of a relay. */
    Connection.Connector connector(SessionLoop relay) {
        return (url, listener) -> {
            Socket socket = new Socket(relay, listener);
            sockets.removeIf(each -> each.isClosed);
            sockets.add(socket);
            socket.later(LATENCY.multipliedBy(3), () -> accept(url, socket));
            return socket;
        };
    }

    private void accept(String url, Socket socket) {
        connects++;
        if (isClosed) {
            socket.isClosed = true;
            socket.listener.failed("connection refused");
        } else if (url.equals(URL)) {
            Session session = new Session();
            sessions.put(session.id, session);
            session.welcome(socket);
            loop.schedule(UNUSED, () -> {
                if (isAlive(session) && session.subscriptions.isEmpty()) {
                    session.close(4003);
                }
            });
        } else {
            Session session = sessions.get(url.substring(MOVE.length()));
            int outcome = random.nextInt(10);
            if (session == null || outcome == 0) {
                socket.inOrder(() -> socket.ends(4007));
            } else if (outcome > 1) {
                session.welcome(socket);
            }
        }
    }

    /** The relay's process has been killed. Its operating system ends the connections. */
    void left(SessionLoop relay) {
        sockets.stream().filter(socket -> socket.relay == relay).forEach(Socket::close);
    }

    private void end(Session session) {
        sessions.remove(session.id, session);
    }

    private boolean isAlive(Session session) {
        return sessions.get(session.id) == session;
    }

    List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Something happens on the channel. */
    void happens(int number, String type, String json) {
        Event event = new Event(number, type, json, loop.now());
        latest.removeIf(earlier -> earlier.at.plus(YOUNGER).isBefore(event.at));
        latest.add(event);
        for (Session session : sessions()) {
            if (session.subscriptions.containsKey(type)) {
                session.sends(event);
            }
        }
    }

    private String newId() {
        return "m" + messages++;
    }

    /** Twitch's subscriptions endpoint. */
    SubscriptionClient subscriptions() {
        return new SubscriptionClient(null, "") {
            @Override
            CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId) {
                return answer(() -> VirtualTwitch.this.create(spec.type(), sessionId));
            }

            @Override
            CompletionStage<List<Listed>> list() {
                return answer(() -> isApiAway
                        ? null
                        : sessions.values().stream()
                                .flatMap(session -> session.subscriptions.keySet().stream()
                                        .map(type -> new Listed(session.id + type, type, Map.of(), session.id)))
                                .toList());
            }

            @Override
            CompletionStage<Void> delete(String id) {
                return answer(() -> {
                    sessions.values()
                            .forEach(session ->
                                    session.subscriptions.keySet().removeIf(type -> id.equals(session.id + type)));
                    return null;
                });
            }
        };
    }

    private <T> CompletionStage<T> answer(Supplier<T> answer) {
        CompletableFuture<T> promise = new CompletableFuture<>();
        loop.schedule(Duration.ofMillis(50 + random.nextInt(250)), () -> promise.complete(answer.get()));
        return promise;
    }

    private Created create(String type, String sessionId) {
        Session session = sessions.get(sessionId);
        if (isApiAway) {
            return Created.failed(Outcome.UNAVAILABLE, "Twitch answered 503");
        }
        if (session == null) {
            return Created.failed(Outcome.SESSION_GONE, "session does not exist");
        }
        if (session.subscriptions.containsKey(type)) {
            return Created.failed(Outcome.EXISTS, "subscription already exists");
        }
        int others = foreignConnections
                + (int) sessions.values().stream()
                        .filter(other -> other != session && !other.subscriptions.isEmpty())
                        .count();
        if (session.subscriptions.isEmpty() && others >= MOST) {
            return Created.failed(Outcome.LIMIT_REACHED, "number of websocket transports limit exceeded");
        }
        mostConnections = Math.max(mostConnections, others + 1);
        session.subscriptions.put(type, loop.now());
        if (!late.isZero() && random.nextBoolean()) {
            latest.stream()
                    .filter(event ->
                            event.type.equals(type) && event.at.plus(YOUNGER).isAfter(loop.now()))
                    .forEach(session::sends);
        }
        return new Created(Outcome.CREATED, session.id + type, 0, "", null);
    }
}
