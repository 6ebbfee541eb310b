package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a real server. */
class SharedAnswerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<InputStream> ask(Object body, String... headers) throws IOException, InterruptedException {
        SharedAnswer answer = new SharedAnswer(Runnable::run, () -> JsonAnswer.made(200, body));
        router.get("/").handler(answer::send);
        server.start();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    void aLongAnswerIsCompressedForAClientThatTakesThat() throws Exception {
        String text = "all is well ".repeat(500);

        HttpResponse<InputStream> answer = ask(text, "Accept-Encoding", "gzip, br");

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isLessThan(200);
        assertThat(new GZIPInputStream(answer.body()).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\"" + text + "\"");
    }

    @Test
    void aClientThatDoesNotTakeThatGetsThePlainAnswer() throws Exception {
        HttpResponse<InputStream> answer = ask("x".repeat(5_000));

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.body().readAllBytes()).hasSize(5_002);
    }

    @Test
    void aShortAnswerIsNotCompressed() throws Exception {
        HttpResponse<InputStream> answer = ask("fine", "Accept-Encoding", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }
}
