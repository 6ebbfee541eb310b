package dev.twitchrelay.bench;

import dev.twitchrelay.kit.BoundedMap;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A plain Vert.x server: one verticle per event loop, which writes each message to each of its responses. With a second
 * port, the messages are those of an EventSub session at that port, in the relay's form and without repeats. Without it,
 * they are posted.
 *
 * <pre>VertxPeer PORT [TWITCH_PORT]</pre>
 */
public final class VertxPeer extends AbstractVerticle {

    private static final AtomicLong COUNT = new AtomicLong();

    /** As many as Twitch may send within the ten minutes in which it repeats an event. */
    private static final int REMEMBERED = 65_536;

    private final Set<HttpServerResponse> streams = new LinkedHashSet<>();

    public static void main(String[] arguments) {
        System.setProperty("peer.port", arguments[0]);
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
        vertx.deployVerticle(VertxPeer::new, new DeploymentOptions().setInstances(2))
                .onSuccess(deployed -> {
                    if (arguments.length > 1) {
                        subscribe(vertx, Integer.parseInt(arguments[1]));
                    }
                });
    }

    private static void subscribe(Vertx vertx, int twitch) {
        Set<String> seen = Collections.newSetFromMap(new BoundedMap<>(REMEMBERED));
        WebSocketClient client = vertx.createWebSocketClient();
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            JsonObject metadata = message.getJsonObject("metadata");
            JsonObject payload = message.getJsonObject("payload");
            switch (metadata.getString("message_type")) {
                case "session_welcome" ->
                    vertx.createHttpClient()
                            .request(HttpMethod.POST, twitch, "127.0.0.1", "/helix/eventsub/subscriptions")
                            .compose(request -> request.send(new JsonObject()
                                    .put("type", "channel.chat.message")
                                    .toBuffer()));
                case "notification" -> {
                    if (seen.add(metadata.getString("message_id"))) {
                        publish(
                                vertx,
                                new JsonObject()
                                        .put("type", "event")
                                        .put("event", metadata.getString("subscription_type"))
                                        .put("data", payload.getJsonObject("event"))
                                        .toBuffer());
                    }
                }
                default -> {}
            }
        });
        socket.connect(twitch, "127.0.0.1", "/ws");
    }

    private static void publish(Vertx vertx, Buffer json) {
        vertx.eventBus()
                .publish(
                        "messages",
                        Buffer.buffer("id: v-" + COUNT.incrementAndGet() + "\ndata: ")
                                .appendBuffer(json)
                                .appendString("\n\n"));
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.eventBus().<Buffer>localConsumer("messages", message -> {
            Buffer frame = message.body();
            for (HttpServerResponse stream : streams) {
                stream.write(frame, null);
            }
        });
        vertx.createHttpServer(new HttpServerOptions()
                        .setAcceptBacklog(4096)
                        .setTcpNoDelay(true)
                        .setSendBufferSize(64 * 1024))
                .requestHandler(this::handle)
                .listen(Integer.getInteger("peer.port"))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> {
                publish(vertx, body);
                request.response().setStatusCode(202).end();
            });
            return;
        }
        HttpServerResponse response = request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=utf-8")
                .putHeader("Cache-Control", "no-cache");
        response.write("retry: 3000\n\n");
        streams.add(response);
        response.closeHandler(closed -> streams.remove(response));
    }
}
