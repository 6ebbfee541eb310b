package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignPageGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    @BeforeEach
    void start() {
        AdminGuard admin = new AdminGuard("the-token", false);
        router.route()
                .handler(new ForeignPageGuard(List.of("Relay.example.org"), admin))
                .handler(context -> context.response().end("done"));
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String answer(String method, String... headers) throws IOException {
        return RawHttp.exchange(
                server.port(),
                method + " /api/simulate/channel.raid HTTP/1.1\r\n" + String.join("\r\n", headers)
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "[::1]:8080",
                "192.168.7.20",
                "localhost:8080",
                "LOCALHOST",
                "relay",
                "relay.local",
                "twitch-relay.default.svc.cluster.local",
                "relay.example.org",
                "relay.example.org:8443"
            })
    void namesThatAreOursPass(String host) throws IOException {
        assertThat(answer("POST", "Host: " + host)).startsWith("HTTP/1.1 200");
        assertThat(answer("GET", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example.com",
                "rebound.example.com:8080",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "relay.example.org.example.com",
                "local.",
                "a@127.0.0.1",
                ""
            })
    void aNameThatMayBeAnybodysIsRefusedForReadingToo(String host) throws IOException {
        for (String method : List.of("POST", "GET", "DELETE")) {
            assertThat(answer(method, "Host: " + host)).startsWith("HTTP/1.1 4").contains("{\"error\":\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 200",
        "http://127.0.0.1:9090, 403",
        "https://evil.example.com, 403",
        "https://127.0.0.1.example.com:8080, 403",
        "null, 403",
        "https://relay.example.org, 200"
    })
    void aPageOfAnotherOriginMayChangeNothing(String origin, int status) throws IOException {
        assertThat(answer("POST", "Host: 127.0.0.1:8080", "Origin: " + origin)).startsWith("HTTP/1.1 " + status);
        assertThat(answer("GET", "Host: 127.0.0.1:8080", "Origin: " + origin)).startsWith("HTTP/1.1 200");
    }

    @Test
    void aPageThatHidesItsOriginIsKnownByItsSite() throws IOException {
        assertThat(answer("POST", "Host: localhost", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403");
        assertThat(answer("POST", "Host: localhost", "Sec-Fetch-Site: same-origin"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whoShowsTheAdminTokenMayComeFromAnywhere() throws IOException {
        assertThat(answer("POST", "Host: any.example.com", "Authorization: Bearer the-token"))
                .startsWith("HTTP/1.1 200");
        assertThat(answer("POST", "Host: any.example.com", "Authorization: Bearer another"))
                .startsWith("HTTP/1.1 403");
    }
}
