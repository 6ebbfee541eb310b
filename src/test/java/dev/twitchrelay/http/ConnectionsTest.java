package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections(new ConnectionLimits(
            new ConnectionLimits.Share(4, 8, 1 << 20, 1 << 20),
            new ConnectionLimits.Share(2, 4, 1 << 20, 1 << 20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(80),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(20),
            Duration.ofMinutes(2)));
    private final Vertx vertx = connections.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Router router = Router.router(vertx);
    private final RelayServer server =
            new RelayServer(vertx, router, connections, RelayServer.streaming("127.0.0.1", 0), 2, "server.port");

    @AfterEach
    void stop() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAddressWithTooManyConnectionsIsToldSo() throws Exception {
        server.start();
        try (Socket first = RawHttp.connect(server.port(), 4096);
                Socket second = RawHttp.connect(server.port(), 4096)) {
            await().until(() -> connections.status().open() == 2);
            assertThat(RawHttp.exchange(server.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 429")
                    .contains("sse.max-clients-per-address");
            first.close();
            second.close();
            await().until(() -> connections.status().open() == 0);
        }
        assertThat(RawHttp.exchange(server.port(), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(connections.stopped().count(StoppedClientCounts.Limit.ADDRESS))
                .isEqualTo(1);
    }
}
