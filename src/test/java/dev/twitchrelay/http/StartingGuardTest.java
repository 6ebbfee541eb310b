package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartingGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");
    private volatile boolean ready;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void untilTheRoutesAreThereOnlyTheStreamIsServed() throws Exception {
        router.route("/api/*").handler(new StartingGuard(() -> ready));
        router.route().handler(context -> context.end("served"));
        server.start();

        assertThat(ask("/api/twitch/stream").body()).isEqualTo("served");
        assertThat(ask("/").body()).isEqualTo("served");
        HttpResponse<String> starting = ask("/api/status");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(starting.headers().firstValue("Retry-After")).contains("1");
        assertThat(starting.body()).isEqualTo("{\"error\":\"the relay is loading its routes; try again in a moment\"}");

        ready = true;
        assertThat(ask("/api/status").body()).isEqualTo("served");
    }
}
