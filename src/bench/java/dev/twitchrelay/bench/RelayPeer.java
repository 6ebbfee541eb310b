package dev.twitchrelay.bench;

import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;

/**
 * The relay's hub and server, without Twitch and Camel, and an address to publish to.
 *
 * <pre>RelayPeer PORT [HISTORY] [io_uring|epoll|nio]</pre>
 */
public final class RelayPeer {

    private static final int ANY_NUMBER = 0;
    private static final int NEVER = 0;

    private RelayPeer() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Integer history = arguments.length > 1 ? Integer.valueOf(arguments[1]) : null;
        String transport = arguments.length > 2 ? arguments[2] : "io_uring";
        boolean nativeTransport = !transport.equals("nio");
        Integer ioUringFrom = transport.equals("io_uring") ? null : NEVER;
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(nativeTransport).setEventLoopPoolSize(loops));
        if (vertx.isNativeTransportEnabled() != nativeTransport) {
            throw new IllegalStateException("the native transport is not available", vertx.unavailableNativeTransportCause());
        }
        SseHub hub = new SseHub(
                "bench", new SseSettings(history, 100_000, ANY_NUMBER, null, null, null, null, null, ioUringFrom, null));
        Router router = Router.router(vertx);
        router.get("/stream").handler(new EventStreamHandler(hub));
        router.post("/publish").handler(context -> context.request().body().onSuccess(body -> {
            hub.publish("event", "channel.follow", body.getBytes());
            context.response().setStatusCode(202).end();
        }));
        new RelayServer(vertx, router, RelayServer.streaming("0.0.0.0", port), loops, "the port of this peer").start();
    }
}
