package dev.twitchrelay.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Behaves like the mock servers of twitch-cli (twitch.md 8), <em>not</em> like production: a relay must get along with
 * both. WebSocket, subscriptions, Helix and OAuth are on four ports. Thread-safe.
 */
public final class CliLikeTwitch implements AutoCloseable {
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final List<CliLikeSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final String serverPart = eightHex();
    private final int webSocketPort = listen(this::webSocket);
    private final int subscriptionsPort = listen(request -> request.bodyHandler(body -> subscriptions(request, body)));
    private final int apiPort = listen(CliLikeApi::helix);
    private final int authPort = listen(CliLikeApi::oauth);
    private volatile Duration keepalive = Duration.ofSeconds(10);
    private volatile Duration window = Duration.ofSeconds(10);
    private volatile Duration grace = Duration.ofSeconds(30);
    private volatile boolean carriesSubscriptions = true;
    private volatile boolean sparseAnswers;

    /** How often keepalives come, whatever else is sent; 10 s in the original. Counts for later connections. */
    public CliLikeTwitch keepaliveEvery(Duration interval) {
        keepalive = interval;
        return this;
    }

    /** After how long an unsubscribed connection is closed with 4003. Counts for later connections. */
    public CliLikeTwitch subscriptionWindow(Duration value) {
        window = value;
        return this;
    }

    /** After how long a draining connection is closed with 4004. */
    public CliLikeTwitch reconnectGrace(Duration value) {
        grace = value;
        return this;
    }

    /** Whether the new session after a hand-over has the old one's subscriptions. */
    public CliLikeTwitch carriesSubscriptions(boolean value) {
        carriesSubscriptions = value;
        return this;
    }

    /** Whether a 202 has an empty {@code data} array: no id, no status, nothing to remember. */
    public CliLikeTwitch sparseAnswers(boolean value) {
        sparseAnswers = value;
        return this;
    }

    public String eventSubUrl() {
        return "ws://127.0.0.1:" + webSocketPort + "/ws";
    }

    /** Without {@code /helix}. */
    public String subscriptionsUrl() {
        return "http://127.0.0.1:" + subscriptionsPort + "/eventsub/subscriptions";
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + apiPort + "/mock";
    }

    public String authUrl() {
        return "http://127.0.0.1:" + authPort + "/auth";
    }

    /** Sends an event to every client that subscribed to the type; nobody looks at the condition. */
    public void trigger(String type, JsonObject event) {
        for (Client client : clients) {
            CliLikeSubscription match = client.draining ? null : client.find(type);
            if (match != null) {
                JsonObject subscription =
                        match.json().put("id", UUID.randomUUID().toString());
                JsonObject payload =
                        new JsonObject().put("subscription", subscription).put("event", event);
                client.send("notification", payload, match);
            }
        }
    }

    /** Sends {@code session_reconnect} to all; from now on the old connections get nothing but pings. */
    public void reconnect() {
        for (Client client : clients) {
            String id = Base64.getEncoder().encodeToString(client.id.getBytes(StandardCharsets.UTF_8));
            String url = eventSubUrl() + "?reconnect_id=" + id.replace("=", "");
            JsonObject session = client.session("reconnecting").put("reconnect_url", url);
            JsonObject payload = new JsonObject().put("session", session.putNull("keepalive_timeout_seconds"));
            // no keepalive between the message and the silence
            synchronized (client) {
                client.send("session_reconnect", payload, null);
                client.draining = true;
            }
            vertx.setTimer(grace.toMillis(), ignored -> client.close(4004));
        }
    }

    /** Closes all connections; 4004 really sends 4005, as in the original. */
    public void close(int code) {
        clients.forEach(client -> client.close(code == 4004 ? 4005 : code));
    }

    /** Closes the oldest connection. */
    public void closeOne(int code) {
        clients.stream().findFirst().ifPresent(client -> client.close(code));
    }

    public int connectionsNow() {
        return clients.size();
    }

    public int connectionsEver() {
        return connections.get();
    }

    /** Close codes that clients sent. */
    public List<Integer> closeCodesFromClients() {
        return List.copyOf(closeCodes);
    }

    /** Types subscribed to on living connections that are not draining, one entry per subscription. */
    public List<String> subscribedTypes() {
        return subscriptions.stream()
                .filter(each ->
                        clients.stream().anyMatch(client -> !client.draining && client.id.equals(each.sessionId())))
                .map(CliLikeSubscription::type)
                .toList();
    }

    private void webSocket(HttpServerRequest request) {
        String old = request.getParam("reconnect_id");
        request.toWebSocket().onSuccess(socket -> new Client(socket, old));
    }

    private void subscriptions(HttpServerRequest request, Buffer body) {
        if (!request.path().equals("/eventsub/subscriptions")) {
            CliLikeApi.answer(request, 404, CliLikeApi.error(404, "not found"));
        } else if (request.getHeader("Client-Id") == null
                || request.getHeader("Client-Id").isEmpty()) {
            CliLikeApi.answer(request, 400, CliLikeApi.error(401, "Client-Id header required"));
        } else if (request.method() == HttpMethod.POST) {
            create(request, body.toJsonObject());
        } else if (request.method() == HttpMethod.DELETE) {
            boolean known = subscriptions.removeIf(each -> each.id().equals(request.getParam("id")));
            CliLikeApi.answer(
                    request, known ? 204 : 404, known ? null : CliLikeApi.error(404, "non-existent subscription"));
        } else {
            JsonArray data = new JsonArray();
            subscriptions.forEach(each -> data.add(each.json()));
            CliLikeApi.answer(request, 200, page(data).put("pagination", new JsonObject()));
        }
    }

    private void create(HttpServerRequest request, JsonObject body) {
        String session = body.getJsonObject("transport").getString("session_id", "");
        String type = body.getString("type");
        String clientId = request.getHeader("Client-Id");
        if (clients.stream().noneMatch(client -> client.id.equals(session))) {
            CliLikeApi.answer(request, 400, CliLikeApi.error(400, "non-existent session_id"));
        } else if (subscriptions.stream().anyMatch(each -> each.equalButForItsCondition(session, clientId, type))) {
            CliLikeApi.answer(request, 409, CliLikeApi.error(409, "Subscription already exists"));
        } else {
            CliLikeSubscription created = new CliLikeSubscription(
                    UUID.randomUUID().toString(),
                    session,
                    clientId,
                    type,
                    body.getString("version"),
                    body.getJsonObject("condition"));
            subscriptions.add(created);
            JsonArray data = sparseAnswers ? new JsonArray() : new JsonArray().add(created.json());
            CliLikeApi.answer(request, 202, page(data).put("mock", true));
        }
    }

    private static JsonObject page(JsonArray data) {
        return new JsonObject()
                .put("data", data)
                .put("total", 0)
                .put("total_cost", 0)
                .put("max_total_cost", 10);
    }

    private int listen(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static String eightHex() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** A connection, which here is a session of its own. */
    private final class Client {
        private final String id = serverPart + "_" + eightHex();
        private final String connectedAt = Instant.now().toString();
        private final ServerWebSocket socket;
        private volatile boolean draining;

        private Client(ServerWebSocket socket, String reconnectId) {
            this.socket = socket;
            connections.incrementAndGet();
            if (reconnectId != null && carriesSubscriptions) {
                String old = new String(Base64.getDecoder().decode(reconnectId), StandardCharsets.UTF_8);
                subscriptions.replaceAll(each -> each.sessionId().equals(old) ? each.movedTo(id) : each);
            }
            clients.add(this);
            JsonObject session =
                    session("connected").put("keepalive_timeout_seconds", 10).putNull("reconnect_url");
            send("session_welcome", new JsonObject().put("session", session), null);
            long ticker = vertx.setPeriodic(keepalive.toMillis(), ignored -> {
                synchronized (this) {
                    if (!draining) {
                        send("session_keepalive", new JsonObject(), null);
                    }
                }
            });
            long pings = vertx.setPeriodic(5_000, ignored -> socket.writePing(Buffer.buffer("ping")));
            long deadline = vertx.setTimer(window.toMillis(), ignored -> {
                if (!draining
                        && subscriptions.stream()
                                .noneMatch(each -> each.sessionId().equals(id))) {
                    close(4003);
                }
            });
            socket.textMessageHandler(ignored -> close(4001));
            socket.closeHandler(ignored -> {
                List.of(ticker, pings, deadline).forEach(vertx::cancelTimer);
                if (clients.remove(this)) {
                    closeCodes.add(socket.closeStatusCode() == null ? 1006 : (int) socket.closeStatusCode());
                }
            });
        }

        private JsonObject session(String status) {
            return new JsonObject().put("id", id).put("status", status).put("connected_at", connectedAt);
        }

        private CliLikeSubscription find(String type) {
            return subscriptions.stream()
                    .filter(each -> each.sessionId().equals(id) && each.type().equals(type))
                    .findFirst()
                    .orElse(null);
        }

        private void send(String messageType, JsonObject payload, CliLikeSubscription subscription) {
            JsonObject metadata = new JsonObject()
                    .put("message_id", UUID.randomUUID().toString())
                    .put("message_type", messageType)
                    .put("message_timestamp", Instant.now().toString());
            if (subscription != null) {
                metadata.put("subscription_type", subscription.type())
                        .put("subscription_version", subscription.version());
            }
            socket.writeTextMessage(new JsonObject()
                    .put("metadata", metadata)
                    .put("payload", payload)
                    .encode());
        }

        private void close(int code) {
            if (clients.remove(this)) {
                socket.close((short) code, "");
            }
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
