package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.ManualClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server. */
class AdminSessionTest {
    private static final byte[] TOKEN = "a token of sixteen".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another token, too".getBytes(StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");
    private final ManualClock clock = new ManualClock("2026-11-25T10:00:00Z");
    private final AdminSession sessions = new AdminSession(TOKEN, clock);
    private AdminSession asked = sessions;

    @BeforeEach
    void start() {
        router.post("/begin").handler(context -> {
            context.response().addCookie(sessions.begin(context.request()));
            context.end();
        });
        router.post("/end").handler(context -> {
            context.response().addCookie(sessions.end(context.request()));
            context.end();
        });
        router.get("/ask").handler(context -> context.end(String.valueOf(asked.isShownBy(context.request()))));
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String setCookie(String path, String... headers) throws IOException, InterruptedException {
        return send("POST", path, headers).headers().firstValue("Set-Cookie").orElseThrow();
    }

    private boolean isShown(String cookie) throws IOException, InterruptedException {
        return Boolean.parseBoolean(
                send("GET", "/ask", "Cookie", cookie, AdminSession.HEADER, "1").body());
    }

    private static String pair(String setCookie) {
        HttpCookie cookie = HttpCookie.parse(setCookie).get(0);
        return cookie.getName() + "=" + cookie.getValue();
    }

    @Test
    void aSessionLastsForHalfAYearAndOverARestart() throws Exception {
        String cookie = pair(setCookie("/begin"));

        assertThat(isShown(cookie)).isTrue();
        assertThat(isShown("theme=dark; " + cookie + "; x=y")).isTrue();
        asked = new AdminSession(TOKEN, clock);
        assertThat(isShown(cookie)).isTrue();
        clock.advance(AdminSession.LASTS.minus(Duration.ofSeconds(1)));
        assertThat(isShown(cookie)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isShown(cookie)).isFalse();
    }

    @Test
    void noScriptAndNoOtherSiteGetsTheCookie() throws Exception {
        assertThat(setCookie("/begin").toLowerCase(Locale.ROOT))
                .contains("; httponly", "; samesite=strict", "; path=/", "; max-age=15552000")
                .doesNotContain("secure");
        assertThat(setCookie("/begin", "X-Forwarded-Proto", "https")).contains("; Secure");
        assertThat(setCookie("/end").toLowerCase(Locale.ROOT)).contains("; max-age=0", "; httponly");
    }

    @Test
    void theCookieAloneIsNotEnough() throws Exception {
        String cookie = pair(setCookie("/begin"));

        assertThat(send("GET", "/ask", "Cookie", cookie).body()).isEqualTo("false");
    }

    @Test
    void anotherTokenEndsAllSessionsAndNoTokenHasNone() throws Exception {
        String cookie = pair(setCookie("/begin"));
        String value = cookie.substring(cookie.indexOf('='));

        for (AdminSession other : new AdminSession[] {new AdminSession(OTHER, clock), new AdminSession(null, clock)}) {
            asked = other;
            assertThat(isShown(cookie)).isFalse();
        }
        asked = new AdminSession(OTHER, clock);
        String name = HttpCookie.parse(setCookieOf(asked)).get(0).getName();
        assertThat(cookie).as("two relays of one computer").doesNotStartWith(name);
        assertThat(isShown(name + value)).isFalse();
    }

    private String setCookieOf(AdminSession other) throws IOException, InterruptedException {
        router.post("/other").handler(context -> {
            context.response().addCookie(other.begin(context.request()));
            context.end();
        });
        return setCookie("/other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x", "9999999999.", "9999999999.00", "-1.", "99999999999999999999.", "1."})
    void aForgedCookieIsNoSession(String forged) throws Exception {
        String cookie = pair(setCookie("/begin"));
        String name = cookie.substring(0, cookie.indexOf('=') + 1);
        String signature = cookie.substring(cookie.indexOf('.') + 1);

        assertThat(isShown(name + forged)).isFalse();
        assertThat(isShown(name + forged + signature)).isFalse();
        assertThat(isShown(cookie + "0")).isFalse();
        assertThat(isShown(cookie.substring(0, cookie.length() - 1))).isFalse();
    }
}
