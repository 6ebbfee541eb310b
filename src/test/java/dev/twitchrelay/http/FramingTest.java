package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the shipped pages a foreign page may put a frame around, and which OBS may style. */
class FramingTest {
    private static final Path SHIPPED = Path.of("src/main/resources/static");

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    @TempDir
    private Path widgets;

    @BeforeEach
    void start() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (Path file : files()) {
            files.put(SHIPPED.relativize(file).toString(), Files.readAllBytes(file));
        }
        Files.writeString(widgets.resolve("mine.js"), "");
        Files.writeString(widgets.resolve("whole.html"), "<p>");
        new CustomWidgets(widgets).on(router, vertx);
        JsonAnswer.forErrorsOf(router);
        router.route().last().handler(new StaticPages(files));
        server.start();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(SHIPPED)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String headers(String path) throws IOException {
        return RawHttp.exchange(
                        server.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .split("\r\n\r\n")[0]
                .toLowerCase();
    }

    @Test
    void noShippedPageButWidgetsIsFramedByOthers() throws IOException {
        List<String> widgets = List.of("widgets/NAME.html", "widgets/scene.html");
        for (Path file : files()) {
            String path = SHIPPED.relativize(file).toString();
            if (path.endsWith(".html") && !widgets.contains(path)) {
                for (String address : List.of("/" + path, "/" + path.replaceFirst("(^index)?\\.html$", ""))) {
                    assertThat(headers(address))
                            .as(address)
                            .contains(" 200 ", "frame-ancestors 'self'", "x-frame-options: sameorigin")
                            .doesNotContain("unsafe-inline");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/widgets/alerts",
                "/widgets/goal",
                "/widgets/stats.html",
                "/widgets/custom/mine",
                "/widgets/custom/whole",
                "/widgets/custom/whole.html"
            })
    void widgetsAreFramedByAnybodyAndStyledByObs(String path) throws IOException {
        assertThat(headers(path))
                .contains(
                        " 200 ",
                        "content-security-policy: default-src 'none'; script-src 'self';",
                        " style-src 'self' 'unsafe-inline';")
                .doesNotContain("frame-ancestors", "x-frame-options");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/widgets/nothing", "/widgets/custom/nothing", "/api/widgets", "/%zz"})
    void errorsAndDataAreFramedByNobody(String path) throws IOException {
        assertThat(headers(path)).contains("frame-ancestors 'none'", "x-frame-options: deny", "nosniff");
    }
}
