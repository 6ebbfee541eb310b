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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server and a real folder. */
class CustomWidgetsTest {
    @TempDir
    Path parent;

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(parent.resolve("widgets"));
        Files.writeString(parent.resolve("secret.js"), "secret");
        Files.writeString(folder.resolve("hello.js"), "document.title = 'hello';");
        Files.writeString(folder.resolve("page.html"), "<p>mine");
        Files.writeString(folder.resolve(".hidden.js"), "hidden");
        Files.createDirectory(folder.resolve("sounds"));
        Files.writeString(folder.resolve("sounds/ding.mp3"), "ding");
        new CustomWidgets(folder).on(router, vertx);
        JsonAnswer.forErrorsOf(router);
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aScriptGetsAPageAroundItAndTheSamePolicyAsOurs() throws Exception {
        HttpResponse<String> page = ask("/widgets/custom/hello");

        assertThat(page.body())
                .contains("<script type=\"module\" src=\"hello.js\"></script>", "href=\"../../widget.css\"")
                .doesNotContain("hello.css");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
    }

    @Test
    void aStyleOfTheSameNameIsItsStyle() throws Exception {
        Files.writeString(folder.resolve("hello.css"), "p { color: red }");

        assertThat(ask("/widgets/custom/hello").body()).contains("href=\"hello.css\"");
    }

    @Test
    void filesAreServedAsTheyAreAndAnEditShowsAtOnce() throws Exception {
        assertThat(ask("/widgets/custom/page").body()).isEqualTo("<p>mine");
        assertThat(ask("/widgets/custom/sounds/ding.mp3").headers().firstValue("Content-Type"))
                .contains("audio/mpeg");

        Files.writeString(folder.resolve("page.html"), "<p>changed");

        HttpResponse<String> changed = ask("/widgets/custom/page");
        assertThat(changed.body()).isEqualTo("<p>changed");
        assertThat(changed.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/widgets/custom/../secret.js",
                "/widgets/custom/%2e%2e/secret.js",
                "/widgets/custom/..%2fsecret.js",
                "/widgets/custom/sounds/..%2f..%2fsecret.js",
                "/widgets/custom/..%5csecret.js",
                "/widgets/custom//etc/passwd",
                "/widgets/custom/%2fetc%2fpasswd",
                "/widgets/custom/.hidden.js",
                "/widgets/custom/page.html%00.js",
                "/widgets/custom/sounds",
                "/widgets/custom/",
                "/widgets/custom/nothing"
            })
    void nothingElseCanBeReached(String path) throws Exception {
        HttpResponse<String> answer = ask(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("secret\"", "hidden\"", "root:");
    }

    @Test
    void aLinkThatLeavesTheFolderIsNotFollowedButOneWithinIs() throws Exception {
        Files.createSymbolicLink(folder.resolve("out.js"), parent.resolve("secret.js"));
        Files.createSymbolicLink(folder.resolve("in.js"), folder.resolve("hello.js"));

        assertThat(ask("/widgets/custom/out.js").statusCode()).isEqualTo(404);
        assertThat(ask("/widgets/custom/in.js").body()).contains("hello");
    }

    @Test
    void theirNamesAreKnown() throws Exception {
        assertThat(ask("/api/widgets").body()).isEqualToIgnoringWhitespace("""
                        [{"name":"hello","address":"/widgets/custom/hello"},
                        {"name":"page","address":"/widgets/custom/page"}]""");
    }

    @Test
    void themesInTheirFolderAreServedAndTheirNamesAreKnown() throws Exception {
        assertThat(ask("/api/widgets/themes").body()).isEqualTo("[]");

        Files.createDirectory(folder.resolve("themes"));
        Files.writeString(folder.resolve("themes/mine.css"), ":root { --widget-panel: teal; }");
        Files.writeString(folder.resolve("themes/notes.txt"), "not a theme");

        assertThat(ask("/api/widgets/themes").body()).isEqualToIgnoringWhitespace("[\"mine\"]");
        assertThat(ask("/widgets/custom/themes/mine.css").headers().firstValue("Content-Type"))
                .contains("text/css;charset=utf-8");
        assertThat(ask("/api/widgets").body()).doesNotContain("mine");
    }

    @Test
    void aFolderThatIsNotThereIsNoMistake() throws Exception {
        Router other = Router.router(vertx);
        new CustomWidgets(parent.resolve("missing")).on(other, vertx);
        router.route("/other/*").subRouter(other);

        assertThat(ask("/other/api/widgets").body()).isEqualTo("[]");
    }
}
