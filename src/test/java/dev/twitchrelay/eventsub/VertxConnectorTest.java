package dev.twitchrelay.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket itself, against a real server that sends as soon as it can. */
class VertxConnectorTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String serve(Consumer<ServerWebSocket> peer) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .webSocketHandler(peer::accept)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return "ws://127.0.0.1:" + server.actualPort() + "/ws";
    }

    private Connection.Connector connector() {
        WebSocketClientOptions options = VertxConnector.clientOptions().setMaxConnections(2_000);
        return new VertxConnector(
                vertx.createWebSocketClient(options), url -> new WebSocketConnectOptions().setAbsoluteURI(url));
    }

    /** Counts down with the first call of each kind that a test waits for. */
    private static class Recorder implements Connection.Listener {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger frames = new AtomicInteger();
        final CountDownLatch messages;
        final CountDownLatch end = new CountDownLatch(1);

        Recorder(int expected) {
            messages = new CountDownLatch(expected);
        }

        @Override
        public void textFrame() {
            frames.incrementAndGet();
        }

        @Override
        public void text(String message) {
            heard.add(message);
            messages.countDown();
        }

        @Override
        public void closed(int code) {
            heard.add("closed " + code);
            end.countDown();
        }

        @Override
        public void failed(String reason) {
            heard.add("failed " + reason);
            end.countDown();
        }
    }

    @Test
    void noWelcomeIsLostInAThousandConnects() throws Exception {
        String url = serve(socket -> socket.writeTextMessage("welcome"));
        Connection.Connector connector = connector();
        List<Recorder> recorders = new ArrayList<>();

        // at most fifty at a time, so that it is the handshake that is tested and not the machine
        for (int batch = 0; batch < 20; batch++) {
            List<Recorder> current = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Recorder recorder = new Recorder(1);
                current.add(recorder);
                context.runOnContext(ignored -> connector.open(url, recorder));
            }
            for (Recorder recorder : current) {
                assertThat(recorder.messages.await(10, TimeUnit.SECONDS))
                        .as("a welcome")
                        .isTrue();
            }
            recorders.addAll(current);
        }

        assertThat(recorders).hasSize(1_000).allMatch(recorder -> recorder.heard.equals(List.of("welcome")));
    }

    @Test
    void aMessageInFragmentsIsOneMessageAndEachFrameIsHeard() throws Exception {
        String url = serve(socket -> {
            socket.writeFrame(WebSocketFrame.textFrame("{\"a\":", false));
            socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"é\""), false));
            socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("}"), true));
        });
        Recorder recorder = new Recorder(1);

        context.runOnContext(ignored -> connector().open(url, recorder));

        assertThat(recorder.messages.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.heard).containsExactly("{\"a\":\"é\"}");
        await().atMost(Duration.ofSeconds(5)).until(() -> recorder.frames.get() == 3);
    }

    @Test
    void whatWasSentBeforeACloseArrivesBeforeIt() throws Exception {
        String url = serve(socket -> {
            socket.writeTextMessage("1");
            socket.writeTextMessage("2");
            socket.close((short) 4004, "whatever");
        });
        Recorder recorder = new Recorder(2);

        context.runOnContext(ignored -> connector().open(url, recorder));

        assertThat(recorder.end.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.heard).containsExactly("1", "2", "closed 4004");
    }

    @Test
    void handshakesThatAreNeverAnsweredDoNotUseTheClientUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 200)) {
            WebSocketClientOptions options = VertxConnector.clientOptions().setMaxConnections(5);
            Connection.Connector connector = new VertxConnector(
                    vertx.createWebSocketClient(options),
                    url -> new WebSocketConnectOptions().setAbsoluteURI(url),
                    200);
            List<Recorder> silenced = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Recorder recorder = new Recorder(0);
                silenced.add(recorder);
                String url = "ws://127.0.0.1:" + silent.getLocalPort() + "/ws";
                context.runOnContext(ignored -> connector.open(url, recorder).close());
            }
            String url = serve(socket -> socket.writeTextMessage("welcome"));
            Recorder healed = new Recorder(1);

            context.runOnContext(ignored -> connector.open(url, healed));

            assertThat(healed.messages.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aRefusedConnectFailsOnce() throws Exception {
        Recorder recorder = new Recorder(0);

        context.runOnContext(ignored -> connector().open("ws://127.0.0.1:1/ws", recorder));

        assertThat(recorder.end.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.heard).singleElement().asString().startsWith("failed ");
    }

    @Test
    void aMessageBeyondAllReasonEndsTheConnectionAndNothingElse() throws Exception {
        String url = serve(socket -> socket.writeTextMessage("x".repeat(3 << 20)));
        Recorder recorder = new Recorder(1);

        context.runOnContext(ignored -> connector().open(url, recorder));

        assertThat(recorder.end.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.heard).singleElement().asString().startsWith("closed ");
    }

    @Test
    void closingSaysGoodbyeWithCode1000() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        List<Short> codes = Collections.synchronizedList(new ArrayList<>());
        String url = serve(socket -> {
            socket.closeHandler(ignored -> {
                codes.add(socket.closeStatusCode());
                closed.countDown();
            });
            socket.writeTextMessage("welcome");
        });
        Recorder recorder = new Recorder(1);
        List<Connection> connections = Collections.synchronizedList(new ArrayList<>());

        context.runOnContext(ignored -> connections.add(connector().open(url, recorder)));
        assertThat(recorder.messages.await(10, TimeUnit.SECONDS)).isTrue();
        context.runOnContext(ignored -> connections.get(0).close());

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(codes).containsExactly((short) 1000);
    }
}
