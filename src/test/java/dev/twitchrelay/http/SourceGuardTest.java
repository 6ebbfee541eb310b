package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.LogLines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real server, with a source that knows the token {@code sesame}. */
class SourceGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");
    private final AtomicLong now = new AtomicLong();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        router.route("/api/sources/*").handler(new SourceGuard(200, now::get));
        router.route("/proxied/*").handler(new SourceGuard(0, now::get));
        router.route("/proxied/*")
                .handler(context -> context.response().setStatusCode(401).end());
        router.route("/api/sources/shop").handler(context -> {
            String token = context.request().getHeader("Authorization");
            context.response().setStatusCode("sesame".equals(token) ? 200 : 401).end();
        });
        router.route("/api/sources/slow")
                .handler(context ->
                        waiting.add(() -> context.response().setStatusCode(401).end()));
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<String> send(String from, String path, String token) {
        return vertx.createHttpClient(
                        new HttpClientOptions().setLocalAddress(from).setMaxPoolSize(20))
                .request(HttpMethod.POST, server.port(), "127.0.0.1", path)
                .compose(request -> request.putHeader("Authorization", token).send())
                .map(response -> response.statusCode()
                        + (response.getHeader("Retry-After") == null ? "" : " " + response.getHeader("Retry-After")))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private String ask(String from, String token) throws Exception {
        return send(from, "/api/sources/shop", token).get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoGuessesIsSlowedDownAndNobodyElse() throws Exception {
        try (LogLines log = new LogLines(WrongGuesses.class)) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask("127.0.0.1", "guess" + i)).isEqualTo("401");
            }

            assertThat(ask("127.0.0.1", "guess")).isEqualTo("429 10");
            assertThat(ask("127.0.0.1", "sesame"))
                    .as("the right one, which the guesser must not learn")
                    .isEqualTo("429 10");
            assertThat(ask("127.0.0.2", "sesame")).isEqualTo("200");
            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .contains("wrong tokens and signatures of sources come from 127.0.0.1")
                    .doesNotContain("guess0");
        }

        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(ask("127.0.0.1", "sesame")).isEqualTo("200");
        assertThat(ask("127.0.0.1", "guess")).isEqualTo("401");
        assertThat(ask("127.0.0.1", "guess")).isEqualTo("429 10");
    }

    @Test
    void aSenderWithTheRightTokenIsNeverSlowedDown() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(ask("127.0.0.1", "sesame")).isEqualTo("200");
        }
    }

    @Test
    void behindAProxyNobodyIsSlowedDown() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(send("127.0.0.1", "/proxied/shop", "guess").get(10, TimeUnit.SECONDS))
                    .isEqualTo("401");
        }
    }

    @Test
    void guessesAtTheSameTimeAllCount() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(send("127.0.0.1", "/api/sources/slow", "guess"));
        }
        await().until(() -> waiting.size() == 8);
        vertx.runOnContext(context -> waiting.forEach(Runnable::run));
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("401");
        }

        assertThat(ask("127.0.0.1", "sesame")).isEqualTo("429 40");
    }
}
