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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server. */
class StaticPagesTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    @BeforeEach
    void start() {
        router.route()
                .last()
                .handler(new StaticPages(
                        Map.of("index.html", "<p>hi".getBytes(), "widgets/goal.html", "<p>goal".getBytes())));
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theHomePageHasATypeAndAStrictPolicy() throws Exception {
        HttpResponse<String> home = ask("GET", "/");

        assertThat(home.body()).isEqualTo("<p>hi");
        assertThat(home.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(home.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(home.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = ask("GET", "/").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = ask("GET", "/", "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/widgets/goal", "/widgets/goal.html"})
    void aPageIsFoundWithAndWithoutItsSuffix(String path) throws Exception {
        assertThat(ask("GET", path).body()).isEqualTo("<p>goal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/..%2fpom.xml", "/%2e%2e/%2e%2e/etc/passwd", "/widgets/", "/application.yaml", "//etc/passwd"})
    void nothingElseExists(String path) throws Exception {
        assertThat(ask("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void pagesAreReadOnly() throws Exception {
        assertThat(ask("POST", "/").statusCode()).isEqualTo(405);
        assertThat(ask("HEAD", "/").headers().firstValue("Content-Length")).contains("5");
    }
}
