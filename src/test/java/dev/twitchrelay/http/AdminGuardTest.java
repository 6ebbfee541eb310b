package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a real server. */
class AdminGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(AdminGuard guard, String authorization) throws IOException, InterruptedException {
        router.route().handler(guard).handler(context -> context.end("done"));
        server.start();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/x"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void nobodyPassesWhileNoTokenIsSet() throws Exception {
        HttpResponse<String> answer = ask(new AdminGuard(" ", false), "Bearer ");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("RELAY_ADMIN_TOKEN");
    }

    @Test
    void theTokenOpens() throws Exception {
        assertThat(ask(new AdminGuard("sesame", false), "bearer sesame").body()).isEqualTo("done");
    }

    @Test
    void anotherTokenDoesNot() throws Exception {
        HttpResponse<String> answer = ask(new AdminGuard("sesame", false), "Bearer sesam");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.body()).doesNotContain("sesame");
    }

    @Test
    void noTokenDoesNot() throws Exception {
        assertThat(ask(new AdminGuard("sesame", false), null).statusCode()).isEqualTo(401);
    }

    @Test
    void theDemoAsksForNothing() throws Exception {
        assertThat(ask(new AdminGuard(null, true), null).body()).isEqualTo("done");
    }
}
