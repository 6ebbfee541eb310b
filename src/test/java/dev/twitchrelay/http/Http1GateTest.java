package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.AnyCertificate;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1GateTest {
    private static final int BIG = 256 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int PIECES = 1_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Connections connections = new Connections(new ConnectionLimits(
            new ConnectionLimits.Share(100, 64, 4 << 20, 16 << 20),
            new ConnectionLimits.Share(100, 8, 2 << 20, 8 << 20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60)));
    private final Vertx vertx = connections.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Router router = Router.router(vertx);
    private final RelayServer server =
            new RelayServer(vertx, router, connections, RelayServer.streaming("127.0.0.1", 0), 2, "server.port");
    private final AtomicInteger handled = new AtomicInteger();

    @BeforeEach
    void start() {
        router.get("/number/:n").handler(context -> {
            handled.incrementAndGet();
            context.end(context.pathParam("n") + ";");
        });
        router.get("/later/:n").handler(context -> {
            handled.incrementAndGet();
            vertx.setTimer(5, late -> context.end(context.pathParam("n") + ";"));
        });
        router.get("/big").handler(context -> {
            handled.incrementAndGet();
            context.end(Buffer.buffer(new byte[BIG]));
        });
        router.get("/pieces").handler(context -> {
            HttpServerResponse response = context.response().setChunked(true);
            response.drainHandler(drained -> piecesWhileThereIsRoom(response));
            piecesWhileThereIsRoom(response);
        });
        router.get("/never").handler(context -> handled.incrementAndGet());
        router.post("/echo").handler(BodyHandler.create(false)).handler(context -> {
            handled.incrementAndGet();
            context.end(context.body().asString() + ";");
        });
        JsonAnswer.forErrorsOf(router);
        server.start();
    }

    private void piecesWhileThereIsRoom(HttpServerResponse response) {
        while (!response.writeQueueFull() && handled.incrementAndGet() < PIECES) {
            response.write(Buffer.buffer(new byte[PIECE]));
        }
    }

    @AfterEach
    void stop() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> n + ";").collect(Collectors.joining());
    }

    /** Bodies only, heads taken out. */
    private static String bodies(String answers) {
        return answers.replaceAll("(?s)HTTP/1\\.1 200 OK\r\n.*?\r\n\r\n", "");
    }

    @Test
    void everyOneOfManyPipelinedRequestsIsAnsweredInOrder() throws Exception {
        String requests = IntStream.range(0, 3_000)
                .mapToObj(n -> get((n % 7 == 0 ? "/later/" : "/number/") + n))
                .collect(Collectors.joining());
        String last = "GET /number/3000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertThat(bodies(RawHttp.exchange(server.port(), requests + last))).isEqualTo(numbers(0, 3_001));
    }

    @Test
    void aClientThatHasSaidEverythingStillGetsItsAnswers() throws Exception {
        try (Socket socket = RawHttp.connect(server.port(), 64 * 1024)) {
            RawHttp.send(socket, get("/later/0") + get("/number/1") + get("/later/2"));
            socket.shutdownOutput();
            assertThat(bodies(RawHttp.readToEnd(socket))).isEqualTo(numbers(0, 3));
        }
        await().atMost(SOON).until(() -> connections.status().open() == 0);
    }

    @Test
    void bodiesArePassedOnWholeAndRequestsBehindThemAreNotMixedUp() throws Exception {
        String body = "b".repeat(100_000);
        String chunk = Integer.toHexString(5_000) + "\r\n" + "c".repeat(5_000) + "\r\n";
        String all = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + body + get("/number/1")
                + "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"
                + "GET /number/2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertThat(bodies(RawHttp.exchange(server.port(), all))).isEqualTo(body + ";1;" + "c".repeat(10_000) + ";2;");
    }

    @Test
    void whoDoesNotReadIsAnsweredNoFurtherAndIsCut() throws Exception {
        try (Socket socket = RawHttp.connect(server.port(), 4096)) {
            RawHttp.send(socket, get("/big").repeat(1_000));
            await().atMost(SOON).until(() -> connections.stopped().count(StoppedClientCounts.Limit.UNTAKEN) == 1);
        }
        // what kernel and relay hold is some answers, not a thousand
        assertThat(handled.get()).isBetween(1, 64);
        await().atMost(SOON).until(() -> connections.status().open() == 0);
        await().atMost(SOON).until(() -> connections.status().unsentBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerInPiecesIsMadeNoFasterThanItIsTaken(boolean tls) throws Exception {
        RelayServer wanted = tls ? secured() : server;
        try (Socket socket = RawHttp.connect(wanted.port(), 4096)) {
            Socket spoken =
                    tls ? AnyCertificate.sockets().createSocket(socket, "localhost", wanted.port(), true) : socket;
            RawHttp.send(spoken, get("/pieces"));
            await().atMost(SOON).until(() -> connections.stopped().count(StoppedClientCounts.Limit.UNTAKEN) == 1);
        } finally {
            wanted.stop();
        }
        // the kernel takes some of them, and the relay keeps one or two
        assertThat(handled.get()).isBetween(1, 40);
    }

    private RelayServer secured() throws Exception {
        TestCertificate made = TestCertificate.in(folder);
        HttpServerOptions options = RelayServer.secured(
                RelayServer.streaming("127.0.0.1", 0),
                made.certificate().toString(),
                made.privateKey().toString());
        RelayServer secured = new RelayServer(vertx, router, connections, options, 2, "server.port");
        secured.start();
        return secured;
    }

    @Test
    void oneAddressHasOnlySoManyRequestsInWorkAndTheOthersWait() throws Exception {
        Socket[] sockets = new Socket[12];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = RawHttp.connect(server.port(), 4096);
            RawHttp.send(sockets[i], get("/never"));
        }
        await().atMost(SOON).until(() -> connections.stopped().count(StoppedClientCounts.Limit.WAITING) == 4);
        assertThat(handled.get()).isEqualTo(8);
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(SOON).until(() -> connections.status().unanswered() == 0);
    }

    @Test
    void aHeadThatTricklesIsEndedWithAReason() throws Exception {
        assertThat(RawHttp.exchange(server.port(), "GET /number/1 HTTP/1.1\r\nX-Slow: "))
                .startsWith("HTTP/1.1 408")
                .contains("the request's head was not complete in time");
        assertThat(connections.stopped().count(StoppedClientCounts.Limit.HEAD)).isEqualTo(1);
    }

    @Test
    void aBodyThatTricklesIsEndedWithAReason() throws Exception {
        try (Socket socket = RawHttp.connect(server.port(), 4096)) {
            RawHttp.send(socket, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
            socket.setSoTimeout(300);
            StringBuilder answer = new StringBuilder();
            long deadline = System.nanoTime() + SOON.toNanos();
            while (answer.length() == 0 && System.nanoTime() < deadline) {
                try {
                    RawHttp.send(socket, "a");
                    int next = socket.getInputStream().read();
                    answer.append(next < 0 ? "end" : String.valueOf((char) next));
                } catch (SocketTimeoutException nothingYet) {
                    continue;
                } catch (IOException ended) {
                    answer.append("end");
                }
            }
            assertThat(answer + RawHttp.readToEnd(socket)).startsWith("HTTP/1.1 408");
        }
        assertThat(connections.stopped().count(StoppedClientCounts.Limit.BODY)).isEqualTo(1);
        assertThat(handled.get()).isZero();
    }

    @Test
    void aStreamKeepsNoneOfWhatItsRequestTook() throws Exception {
        router.get("/stream").handler(context -> context.response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write("data: 1\n\n"));
        Socket[] sockets = new Socket[4];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = RawHttp.connect(server.port(), 4096);
            RawHttp.send(sockets[i], "GET /stream HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");
            assertThat(RawHttp.readHead(sockets[i])).startsWith("HTTP/1.1 200");
        }
        String body = "b".repeat(100_000);
        assertThat(RawHttp.exchange(
                        server.port(),
                        "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + body))
                .endsWith(body + ";");
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void whoHasSentMuchAndLeavesIsNotWaitedFor() throws Exception {
        try (Socket socket = RawHttp.connect(server.port(), 4096)) {
            RawHttp.send(socket, get("/never"));
            await().until(() -> handled.get() == 1);
            // all of it is read at once when the client's end is seen, whether reading has stopped or not
            RawHttp.send(socket, get("/number/1").repeat(1_500));
            socket.shutdownOutput();
            await().atMost(SOON).until(() -> connections.status().unsentBytes() > 8_192);
            await().atMost(SOON).until(() -> connections.status().open() == 0);
        }
        assertThat(handled.get()).isEqualTo(1);
        await().atMost(SOON).until(() -> connections.status().unsentBytes() == 0);
    }

    @Test
    void aConnectionThatSaysNothingIsClosedAndIsNoAbuse() throws Exception {
        try (Socket socket = RawHttp.connect(server.port(), 4096)) {
            assertThat(RawHttp.readToEnd(socket)).isEmpty();
        }
        assertThat(connections.stopped().count(StoppedClientCounts.Limit.HEAD)).isZero();
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = RawHttp.connect(server.port(), 4096)) {
                RawHttp.send(socket, get("/big").repeat(200) + "POST /echo HTTP/1.1\r\nContent-Length: 9\r\n\r\nab");
            }
        }
        await().atMost(SOON).until(() -> connections.status().open() == 0);
        await().atMost(SOON).until(() -> connections.status().unanswered() == 0);
        await().atMost(SOON).until(() -> connections.status().unsentBytes() == 0);
    }
}
