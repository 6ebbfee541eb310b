package dev.twitchrelay.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.EventStreamRecorder;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A hub behind real HTTP servers, one per event loop on one port, as the product has them. */
final class StreamServer implements AutoCloseable {

    static final String TERM = "t1";

    final SseHub hub;

    /** Connections for whose end somebody waits. */
    final AtomicInteger watched;

    private final Vertx vertx;
    private final int port;

    private StreamServer(SseHub hub, AtomicInteger watched, Vertx vertx, int port) {
        this.hub = hub;
        this.watched = watched;
        this.vertx = vertx;
        this.port = port;
    }

    static StreamServer start() {
        return start(settings -> {});
    }

    /** How messages come to their sockets. */
    enum Transport {
        EPOLL,
        NIO
    }

    /** With the native transport, or as the system property {@code sse.test.transport} says. */
    static StreamServer start(Consumer<SettingsFixture> changes) {
        return start(Transport.valueOf(System.getProperty("sse.test.transport", "EPOLL")), changes);
    }

    static StreamServer start(Transport transport, Consumer<SettingsFixture> changes) {
        SettingsFixture settings = new SettingsFixture();
        changes.accept(settings);
        boolean nativeTransport = transport != Transport.NIO;
        SseSettings built = settings.build();
        SseHub hub = new SseHub(
                "twitch", built, new LocalLog(TERM, built.history(), EventJournal.NONE, MessageLog.HISTORY_BYTES));
        int loops = 2;
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(nativeTransport));
        assertThat(vertx.isNativeTransportEnabled()).isEqualTo(nativeTransport);
        int port = freePort();
        AtomicInteger watched = new AtomicInteger();
        Router router = Router.router(vertx);
        router.route("/stream").handler(new EventStreamHandler(hub));
        router.route("/stats").handler(new TotalsHandler(hub));
        router.route("/events").handler(new RecentMessagesHandler(hub));
        try {
            vertx.deployVerticle(() -> new Server(router, watched, port), new DeploymentOptions().setInstances(loops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return new StreamServer(hub, watched, vertx, port);
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    EventStreamRecorder connect() {
        return EventStreamRecorder.connect(uri("/stream"));
    }

    EventStreamRecorder connect(String query, String lastEventId) {
        return EventStreamRecorder.connect(uri("/stream" + query), lastEventId);
    }

    /** A TCP connection that has sent a request and nothing more. */
    Socket raw(String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout(5_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    SseMessage stats(int viewers) {
        return hub.publish("stats", null, json("{\"type\":\"stats\",\"data\":{\"viewers\":" + viewers + "}}"));
    }

    SseMessage event(String name, int number) {
        return hub.publish(
                "event", name, json("{\"type\":\"event\",\"event\":\"" + name + "\",\"data\":{\"n\":" + number + "}}"));
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Server extends AbstractVerticle {
        private final Router router;
        private final AtomicInteger watched;
        private final int port;

        Server(Router router, AtomicInteger watched, int port) {
            this.router = router;
            this.watched = watched;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(64 * 1024));
            server.connectionHandler(connection -> {
                watched.incrementAndGet();
                connection.closeHandler(closed -> watched.decrementAndGet());
            });
            server.requestHandler(router)
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
