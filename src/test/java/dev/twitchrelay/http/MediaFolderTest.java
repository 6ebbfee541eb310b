package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server and a real folder. */
class MediaFolderTest {
    /** The first bytes of a video that a browser has recorded. */
    private static final String WEBM =
            "\u001aE\u00df\u00a3\u009fB\u0086\u0081\u0001B\u00f7\u0081\u0001B\u00f2\u0081\u0004"
                    + "B\u00f3\u0081\u0008B\u0082\u0084webmB\u0087\u0081\u0004";

    @TempDir
    Path parent;

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(parent.resolve("media"));
        Files.writeString(parent.resolve("secret.png"), "secret");
        put("fox.gif", "GIF89a0123456789");
        new MediaFolder(folder).on(router, vertx);
        Methods.on(router);
        JsonAnswer.forErrorsOf(router);
        server.start();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** @param content a character for each byte */
    private void put(String name, String content) throws IOException {
        Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private JsonNode listed(String name) throws IOException, InterruptedException {
        JsonNode files = json(ask("/api/media")).path("files");
        for (JsonNode file : files) {
            if (file.path("name").asText().equals(name)) {
                return file;
            }
        }
        return files.path("nothing");
    }

    private static String[] kinds() {
        return new String[] {
            "picture image/png \u0089PNG\r\n\u001a\nrest",
            "picture image/gif GIF87a rest",
            "picture image/webp RIFF0000WEBPVP8 rest",
            "picture image/jpeg \u00ff\u00d8\u00ff\u00e0 rest",
            "video video/webm " + WEBM,
            "sound audio/ogg OggS rest",
            "sound audio/wav RIFF0000WAVEfmt rest",
            "sound audio/mpeg ID3 rest",
            "sound audio/mpeg \u00ff\u00fb\u0090\u0064 rest"
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theFirstBytesTellWhatAFileIsWhateverItsName(String kind) throws Exception {
        String[] parts = kind.split(" ", 3);
        put("wrong name.html", parts[2]);

        HttpResponse<String> answer = ask("/media/wrong%20name.html");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(parts[2]);
        assertThat(header(answer, "Content-Type")).isEqualTo(parts[1]);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(listed("wrong name.html").path("kind").asText()).isEqualTo(parts[0]);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "shield.svg, <svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>, is an SVG picture",
                "shield.png, <svg onload='alert(1)'/>, is an SVG picture",
                "page.gif, <!doctype html><script>alert(1)</script>, is no PNG",
                "tool.webm, \u001aEß£ Matroska, is no PNG",
                "text.mp3, a text, is no PNG",
                "short.wav, RIFF, is no PNG",
                "empty.png, ``, is no PNG"
            })
    void aFileOfAnotherKindIsRefusedWithASentence(String name, String content, String why) throws Exception {
        put(name, content);

        HttpResponse<String> answer = ask("/media/" + name);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("error").asText()).startsWith("“" + name + "” " + why);
        assertThat(answer.body()).doesNotContain("alert(1)");
        assertThat(listed(name).path("refused").asText()).startsWith("“" + name + "” " + why);
        assertThat(listed(name).path("kind").isNull()).isTrue();
    }

    @Test
    void aFileOfFiftyMegabytesIsRefusedWithASentence() throws Exception {
        put("long.webm", WEBM);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("long.webm").toFile(), "rw")) {
            file.setLength(50 << 20);
        }

        assertThat(ask("/media/long.webm").statusCode()).isEqualTo(403);
        assertThat(listed("long.webm").path("refused").asText())
                .isEqualTo("“long.webm” is larger than 20 MB: make it smaller or shorter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/../secret.png",
                "/media/%2e%2e/secret.png",
                "/media/..%2fsecret.png",
                "/media/x%2f..%2f..%2fsecret.png",
                "/media/..%5csecret.png",
                "/media/%2fetc%2fpasswd",
                "/media//etc/passwd",
                "/media/.hidden.gif",
                "/media/fox.gif%00.png",
                "/media/out.png",
                "/media/",
                "/media",
                "/media/nothing.gif"
            })
    void noPathAndNoLinkLeadsOutOfTheFolder(String path) throws Exception {
        put(".hidden.gif", "GIF89a");
        Files.createSymbolicLink(folder.resolve("out.png"), parent.resolve("secret.png"));

        HttpResponse<String> answer = ask(path);

        assertThat(answer.statusCode()).isIn(400, 403, 404);
        assertThat(json(answer).path("error").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("secret\"", "root:", "GIF89a");
    }

    @Test
    void namesOfPeopleHaveBlanksAndUmlauts() throws Exception {
        put("Füchse + 100%.gif", "GIF89a");

        assertThat(ask("/media/F%C3%BCchse%20+%20100%25.gif").body()).isEqualTo("GIF89a");
        assertThat(listed("Füchse + 100%.gif").path("bytes").asInt()).isEqualTo(6);
    }

    @Test
    void aNewFileShowsWithoutARestart() throws Exception {
        assertThat(ask("/media/new.gif").statusCode()).isEqualTo(404);
        assertThat(listed("new.gif").isMissingNode()).isTrue();

        put("new.gif", "GIF89a");

        assertThat(ask("/media/new.gif").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> listed("new.gif").path("kind").asText().equals("picture"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-5, 206, GIF89a, bytes 0-5/16",
        "bytes=6-, 206, 0123456789, bytes 6-15/16",
        "bytes=12-99, 206, 6789, bytes 12-15/16",
        "bytes=-4, 206, 6789, bytes 12-15/16",
        "bytes=-99, 206, GIF89a0123456789, bytes 0-15/16",
        "bytes=16-, 416, , bytes */16",
        "bytes=-0, 416, , bytes */16",
        "bytes=5-2, 200, GIF89a0123456789, ",
        "bytes=-, 200, GIF89a0123456789, ",
        "'bytes=0-1,4-5', 200, GIF89a0123456789, ",
        "lines=0-1, 200, GIF89a0123456789, "
    })
    void aBrowserMayAskForARangeAsItDoesOfVideos(String range, int status, String body, String content)
            throws Exception {
        HttpResponse<String> answer = ask("/media/fox.gif", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Range")).isEqualTo(content);
        if (body != null) {
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void aRangeOfAnEarlierContentIsTheWholeNewContent() throws Exception {
        String now = header(ask("/media/fox.gif"), "ETag");

        assertThat(ask("/media/fox.gif", "Range", "bytes=0-2", "If-Range", now).statusCode())
                .isEqualTo(206);
        assertThat(ask("/media/fox.gif", "Range", "bytes=0-2", "If-Range", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("/media/fox.gif", "If-None-Match", now).statusCode()).isEqualTo(304);
    }

    @Test
    void aLargeFileComesWhole() throws Exception {
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 'x');
        System.arraycopy("GIF89a".getBytes(StandardCharsets.US_ASCII), 0, large, 0, 6);
        Files.write(folder.resolve("large.gif"), large);

        assertThat(ask("/media/large.gif").body()).isEqualTo(new String(large, StandardCharsets.ISO_8859_1));
    }

    @Test
    void variationsOfAlertsAreJsonAndNothingElseIsChanged() throws Exception {
        put("alerts.json", "{\"variations\": []}");
        HttpRequest delete = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/media/alerts.json"))
                .DELETE()
                .build();

        assertThat(header(ask("/media/alerts.json"), "Content-Type")).isEqualTo("application/json");
        assertThat(listed("alerts.json").path("kind").asText()).isEqualTo("variations");
        assertThat(HttpClient.newHttpClient()
                        .send(delete, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aFolderThatIsNotThereIsNoMistake() throws Exception {
        Router other = Router.router(vertx);
        new MediaFolder(parent.resolve("missing")).on(other, vertx);
        router.route("/other/*").subRouter(other);

        assertThat(ask("/other/api/media").body()).isEqualTo("{\"files\":[],\"more\":0}");
    }
}
