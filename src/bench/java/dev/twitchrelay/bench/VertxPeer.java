package dev.twitchrelay.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A plain Vert.x server: one verticle per event loop, which writes each message to each of its responses. */
public final class VertxPeer extends AbstractVerticle {

    private static final AtomicLong COUNT = new AtomicLong();
    private final Set<HttpServerResponse> streams = new LinkedHashSet<>();

    public static void main(String[] arguments) {
        System.setProperty("peer.port", arguments[0]);
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2))
                .deployVerticle(VertxPeer::new, new DeploymentOptions().setInstances(2));
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
                Buffer frame = Buffer.buffer("id: v-" + COUNT.incrementAndGet() + "\ndata: ")
                        .appendBuffer(body)
                        .appendString("\n\n");
                vertx.eventBus().publish("messages", frame);
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
