package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelayServerTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void withACertificateBothVersionsOfHttpAreSpoken(HttpVersion version) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        Router router = Router.router(vertx);
        router.get("/")
                .handler(context -> context.end(context.request().version().name()));
        RelayServer server = new RelayServer(
                vertx,
                router,
                RelayServer.secured(
                        RelayServer.streaming("127.0.0.1", 0),
                        certificate.certificate().toString(),
                        certificate.privateKey().toString()),
                2,
                "server.port");
        server.start();

        String answer = vertx.createHttpClient(speaking(version))
                .request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(response -> response.body())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .toString();

        assertThat(answer).isEqualTo(version.name());
    }

    /** A server with small limits, and a client that sends by one connection. */
    private RelayServer secured(Vertx counting, Connections connections, Router router) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        RelayServer server = new RelayServer(
                counting,
                router,
                connections,
                RelayServer.secured(
                        RelayServer.streaming("127.0.0.1", 0),
                        certificate.certificate().toString(),
                        certificate.privateKey().toString()),
                1,
                "server.port");
        server.start();
        return server;
    }

    private static HttpClientOptions speaking(HttpVersion version) {
        return new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(version);
    }

    private static Connections limits(int streams) {
        ConnectionLimits.Share share = new ConnectionLimits.Share(streams, 100, 1 << 20, 1 << 20);
        Duration soon = Duration.ofSeconds(2);
        Duration late = Duration.ofSeconds(60);
        return new Connections(new ConnectionLimits(share, share, soon, soon, soon, late, soon, late));
    }

    @Test
    void streamsOfHttp2AreBoundedForAnAddressAndAreFreeAgainAfterwards() throws Exception {
        Connections connections = limits(8);
        Vertx counting = connections.vertx(new VertxOptions());
        try {
            Router router = Router.router(counting);
            AtomicInteger handled = new AtomicInteger();
            router.get("/never").handler(context -> handled.incrementAndGet());
            router.get("/").handler(context -> context.end("here"));
            RelayServer server = secured(counting, connections, router);
            HttpClient client =
                    vertx.createHttpClient(speaking(HttpVersion.HTTP_2).setHttp2MaxPoolSize(1));
            List<HttpClientRequest> requests = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 20; i++) {
                client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/never")
                        .onSuccess(request -> {
                            requests.add(request);
                            request.send();
                        });
            }
            await().until(() -> connections.stopped().count(StoppedClientCounts.Limit.STREAMS) == 12);
            assertThat(handled.get()).isEqualTo(8);

            requests.forEach(HttpClientRequest::reset);
            await().untilAsserted(() -> assertThat(client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                            .compose(HttpClientRequest::send)
                            .compose(HttpClientResponse::body)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS)
                            .toString())
                    .isEqualTo("here"));
        } finally {
            counting.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aStreamOfHttp2WhoseBodyDoesNotEndOrWhoseAnswerNobodyTakesIsResetAlone() throws Exception {
        Connections connections = limits(100);
        Vertx counting = connections.vertx(new VertxOptions());
        try {
            Router router = Router.router(counting);
            router.post("/").handler(BodyHandler.create(false)).handler(context -> context.end("all"));
            router.get("/big").handler(context -> context.end(Buffer.buffer(new byte[1 << 20])));
            router.get("/stream").handler(context -> context.response()
                    .putHeader("Content-Type", "text/event-stream")
                    .write("data: 1"));
            RelayServer server = secured(counting, connections, router);
            HttpClient client =
                    vertx.createHttpClient(speaking(HttpVersion.HTTP_2).setHttp2MaxPoolSize(1));
            AtomicInteger streams = new AtomicInteger();
            AtomicReference<Throwable> streamEnded = new AtomicReference<>();
            client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/stream")
                    .compose(HttpClientRequest::send)
                    .onSuccess(response ->
                            response.exceptionHandler(streamEnded::set).handler(data -> streams.incrementAndGet()));
            await().until(() -> streams.get() == 1);
            client.request(HttpMethod.POST, server.port(), "127.0.0.1", "/")
                    .onSuccess(request -> request.setChunked(true).write("half"));
            client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/big")
                    .compose(HttpClientRequest::send)
                    .onSuccess(HttpClientResponse::pause);

            await().until(() -> connections.stopped().count(StoppedClientCounts.Limit.BODY) == 1
                    && connections.stopped().count(StoppedClientCounts.Limit.UNTAKEN) == 1);
            assertThat(streamEnded.get()).isNull();
        } finally {
            counting.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() {
        RelayServer first =
                new RelayServer(vertx, Router.router(vertx), RelayServer.streaming("127.0.0.1", 0), 1, "server.port");
        first.start();
        Vertx other = Vertx.vertx();
        try {
            RelayServer second = new RelayServer(
                    other, Router.router(other), RelayServer.streaming("127.0.0.1", first.port()), 2, "server.port");

            assertThatThrownBy(second::start)
                    .hasMessage(
                            "cannot listen on port " + first.port() + " (server.port): it is in use or not allowed");
        } finally {
            other.close();
        }
    }
}
