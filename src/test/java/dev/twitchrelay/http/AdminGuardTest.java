package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.kit.ClientAddress;
import dev.twitchrelay.support.LogLines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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

    /** Asks from an address of this computer, and gives status and Retry-After. */
    private String ask(String from, String token) throws Exception {
        return vertx.createHttpClient(new HttpClientOptions().setLocalAddress(from))
                .request(HttpMethod.GET, server.port(), "127.0.0.1", "/x")
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .map(response -> response.statusCode()
                        + (response.getHeader("Retry-After") == null ? "" : " " + response.getHeader("Retry-After")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private AdminGuard guarded(LongSupplier nanos) {
        AdminGuard guard = new AdminGuard("sesame", false, nanos);
        router.route()
                .handler(new ForeignPageGuard(List.of(), guard))
                .handler(guard)
                .handler(context -> context.end("done"));
        server.start();
        return guard;
    }

    @Test
    void whoGuessesIsSlowedDownAndNobodyElse() throws Exception {
        AtomicLong now = new AtomicLong();
        AdminGuard guard = guarded(now::get);
        for (int i = 0; i < 5; i++) {
            assertThat(ask("127.0.0.1", "guess" + i)).isEqualTo("401");
        }

        assertThat(ask("127.0.0.1", "guess")).isEqualTo("429 10");
        assertThat(ask("127.0.0.1", "sesame"))
                .as("the right one, which the guesser must not learn")
                .isEqualTo("429 10");
        assertThat(ask("127.0.0.2", "sesame")).isEqualTo("200");
        assertThat(guard.status().wrong()).isEqualTo(5);
        assertThat(guard.status().refused()).isEqualTo(2);

        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(ask("127.0.0.1", "sesame")).isEqualTo("200");
        assertThat(ask("127.0.0.1", "guess")).isEqualTo("401");
        assertThat(ask("127.0.0.1", "guess")).isEqualTo("429 10");
    }

    @Test
    void manyAddressesTogetherAreSlowedDownAndTheRightTokenStillOpens() throws Exception {
        guarded(() -> 0);
        int told = 0;
        for (int i = 10; i < 110; i++) {
            told += ask("127.0.0." + i, "guess").equals("401") ? 1 : 0;
        }

        assertThat(told).isEqualTo(60);
        assertThat(ask("127.0.0.109", "guess"))
                .as("a second guess while many guess")
                .startsWith("429");
        assertThat(ask("127.0.0.2", "sesame")).isEqualTo("200");
    }

    @Test
    void oneIpv6NetworkIsOneGuesserAndMemoryIsBounded() {
        AtomicLong now = new AtomicLong();
        WrongGuesses guesses = new WrongGuesses("admin tokens", now::get);
        for (int i = 1; i <= 5; i++) {
            assertThat(guesses.judge(vertx, address("2001:db8:0:1::" + i), false)
                            .shown())
                    .isEqualTo(WrongGuesses.Shown.WRONG);
        }
        assertThat(guesses.judge(vertx, address("2001:db8:0:1:ffff::"), true).waitSeconds())
                .isEqualTo(10);
        assertThat(guesses.judge(vertx, address("2001:db8:0:2::1"), true).shown())
                .isEqualTo(WrongGuesses.Shown.RIGHT);

        for (int i = 0; i < 5_000; i++) {
            guesses.judge(vertx, "10.0." + i / 250 + "." + i % 250, false);
        }
        assertThat(guesses.status(true, true).wrong()).isEqualTo(4096 + 4);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(guesses.judge(vertx, "10.1.0.1", true).shown()).isEqualTo(WrongGuesses.Shown.RIGHT);
    }

    private static String address(String ip) {
        return ClientAddress.of(new InetSocketAddress(ip, 1));
    }

    @Test
    void guessesAreOneLineInTheLogThatNamesTheAddress() throws Exception {
        try (LogLines log = new LogLines(WrongGuesses.class)) {
            guarded(System::nanoTime);
            for (int i = 0; i < 20; i++) {
                ask("127.0.0.1", "guess" + i);
            }
            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .contains("wrong admin token", "127.0.0.1")
                    .doesNotContain("guess0");
        }
    }

    @Test
    void theDemoAsksForNothing() throws Exception {
        assertThat(ask(new AdminGuard(null, true), null).body()).isEqualTo("done");
    }
}
