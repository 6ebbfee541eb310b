package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
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

    /** A certificate for localhost, made by the JDK's own tool. */
    private void makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Key key = keys.getKey("relay", "changeit".toCharArray());
        write("key.pem", "PRIVATE KEY", key.getEncoded());
        write("cert.pem", "CERTIFICATE", keys.getCertificate("relay").getEncoded());
    }

    private void write(String file, String kind, byte[] content) throws Exception {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + kind + "-----\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void withACertificateBothVersionsOfHttpAreSpoken(HttpVersion version) throws Exception {
        makeCertificate();
        Router router = Router.router(vertx);
        router.get("/")
                .handler(context -> context.end(context.request().version().name()));
        RelayServer server = new RelayServer(
                vertx,
                router,
                RelayServer.secured(
                        RelayServer.streaming("127.0.0.1", 0),
                        folder.resolve("cert.pem").toString(),
                        folder.resolve("key.pem").toString()),
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
