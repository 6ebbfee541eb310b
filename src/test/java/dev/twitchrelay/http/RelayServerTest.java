package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

        String answer = vertx.createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setUseAlpn(true)
                        .setProtocolVersion(version))
                .request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(response -> response.body())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .toString();

        assertThat(answer).isEqualTo(version.name());
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
