package dev.twitchrelay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real server. */
class StaticPagesTest {
    private static final String CODE = """
            /** Of the file. */
            import { a } from './a.js'; // beside code

              // alone
            function b() {
              /* a { }
               ** of two lines */
              return 1; /* beside code */
            }
            /* before code */ const url = 'https://example.org';
            /***/
            const words = '/* no comment */';
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final RelayServer server = new RelayServer(
            vertx, router, new HttpServerOptions().setHost("127.0.0.1").setPort(0), 1, "server.port");

    /** Names and contents in turn. */
    private static Map<String, byte[]> files(Object... parts) {
        Map<String, byte[]> files = new HashMap<>();
        for (int n = 0; n < parts.length; n += 2) {
            files.put((String) parts[n], (byte[]) parts[n + 1]);
        }
        return files;
    }

    @BeforeEach
    void start() {
        router.route()
                .last()
                .handler(new StaticPages(files(
                        "index.html",
                        "<p>hi".getBytes(),
                        "widgets/goal.html",
                        ("<head><link rel=\"stylesheet\" href=\"../theme.css\">"
                                        + "<script type=\"module\" src=\"goal.js\"></script></head>"
                                        + "<a href=\"https://example.org\">")
                                .getBytes(),
                        "widgets/goal.js",
                        "import { a } from '../a.js';\nimport {\n  b,\n} from '../b.js';".getBytes(),
                        "a.js",
                        "import { b } from './b.js';".getBytes(),
                        "b.js",
                        "export const b = 1;".getBytes(),
                        "words.js",
                        CODE.getBytes(),
                        "widgets/NAME.html",
                        "<NAME-widget></NAME-widget>".getBytes(),
                        "widgets/clock/clock-widget.js",
                        "export const c = 1;".getBytes(),
                        "api/asyncapi.yaml",
                        "asyncapi: 3.0.0".getBytes(),
                        "theme.css",
                        "a { color: red }\n".repeat(100).getBytes(),
                        "system.html",
                        "<html lang=\"{{lang}}\" dir=\"{{dir}}\"><a title=\"{{nav}}\">{{widget.clock}}".getBytes(),
                        "widgets/scene.html",
                        "<meta name=\"relay-page\" content=\"widget\"><p lang=\"{{lang}}\">".getBytes(),
                        "words/lang/en/pages.json",
                        "{\"nav\": \"Pages\"}".getBytes(),
                        "words/lang/de/pages.json",
                        "{\"nav\": \"<Seiten> & \\\"mehr\\\" $1\"}".getBytes(),
                        "words/lang/pt-BR/pages.json",
                        "{\"nav\": \"Páginas\"}".getBytes(StandardCharsets.UTF_8),
                        "words/lang/he/pages.json",
                        "{\"nav\": \"דפים\"}".getBytes(StandardCharsets.UTF_8))));
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

    /** A path with signs that an URI must not have. */
    private String raw(String target, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String lines = headers.length == 0 ? "" : headers[0] + ": " + headers[1] + "\r\n";
            String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPageOfAnotherServerMayReadADescriptionOfTheApiAndNothingElse() throws Exception {
        HttpResponse<String> document = ask("GET", "/api/asyncapi.yaml");

        assertThat(document.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(document.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(ask("GET", "/").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
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
        assertThat(ask("GET", path).body()).startsWith("<head><link");
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

    /** Parameter, language of the browser, and the language of a page for people and of a widget. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                | -                        | en    | en",
                "-                | de-AT,de;q=0.9,en;q=0.5  | de    | en",
                "-                | fi,he;q=0.4              | he    | en",
                "-                | fi                       | en    | en",
                "-                | de;q=0, pt               | pt-BR | en",
                "-                | ;;;                      | en    | en",
                "lang=de          | he                       | de    | de",
                "a=%ZZ&lang=DE-ch | he                       | de    | de",
                "lang=auto        | he-IL                    | he    | he",
                "lang=auto        | -                        | en    | en",
                "lang=xx          | de                       | en    | en",
                "lang=pt&a=1      | de                       | pt-BR | pt-BR",
                "lang=            | he                       | he    | en",
                "slang=de         | -                        | en    | en",
            })
    void aPageHasTheLanguageThatIsAskedForAndAWidgetIsEnglishOtherwise(
            String query, String browser, String page, String widget) throws Exception {
        String[] headers = browser == null ? new String[0] : new String[] {"Accept-Language", browser};
        String behind = query == null ? "" : "?" + query;

        assertThat(raw("/system" + behind, headers)).contains("<html lang=\"" + page + "\"");
        assertThat(raw("/widgets/scene" + behind, headers)).contains("<p lang=\"" + widget + "\"");
    }

    @Test
    void aPageHasItsWordsAndADirection() throws Exception {
        assertThat(ask("GET", "/system?lang=de").body())
                .isEqualTo("<html lang=\"de\" dir=\"ltr\"><a title=\"&lt;Seiten&gt; &amp; &quot;mehr&quot; $1\">clock");
        assertThat(ask("GET", "/system?lang=he").body()).startsWith("<html lang=\"he\" dir=\"rtl\"><a title=\"דפים\"");
        assertThat(ask("GET", "/words/languages.json").body()).isEqualTo("[\"de\",\"en\",\"he\",\"pt-BR\"]");
    }

    @Test
    void aBrowserThatHasAPageInOneLanguageGetsItInAnother() throws Exception {
        String etag = ask("GET", "/system").headers().firstValue("ETag").orElseThrow();

        assertThat(ask("GET", "/system", "If-None-Match", etag, "Accept-Language", "de")
                        .body())
                .contains("lang=\"de\"");
    }

    @Test
    void eachWidgetHasAPageOfTheOneText() throws Exception {
        assertThat(ask("GET", "/widgets/clock").body()).isEqualTo("<clock-widget></clock-widget>");
        assertThat(ask("GET", "/widgets/NAME").statusCode()).isEqualTo(404);
    }

    @Test
    void aScriptIsSentWithoutCommentsThatStandAloneAndItsLinesKeepTheirNumbers() throws Exception {
        String address =
                ask("GET", "/words.js").headers().firstValue("Location").orElseThrow();

        assertThat(ask("GET", "/" + address).body()).isEqualTo("""

                import { a } from './a.js'; // beside code


                function b() {


                  return 1; /* beside code */
                }
                /* before code */ const url = 'https://example.org';

                const words = '/* no comment */';
                """);
    }

    private String versionedAddress(String file) throws Exception {
        Matcher address = Pattern.compile("\\.\\.(/v/[0-9a-f]+/" + Pattern.quote(file) + ")\"")
                .matcher(ask("GET", "/widgets/goal").body());
        assertThat(address.find()).as(file).isTrue();
        return address.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"theme.css", "widgets/goal.js", "a.js", "b.js"})
    void whatAPageNeedsHasAnAddressThatChangesWithItsContent(String file) throws Exception {
        HttpResponse<String> asset = ask("GET", versionedAddress(file));

        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(asset.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void pagesAndForeignAddressesHaveNoVersion() throws Exception {
        HttpResponse<String> page = ask("GET", "/widgets/goal");

        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(page.body()).contains("href=\"https://example.org\"");
        assertThat(ask("GET", versionedAddress("b.js").replace("b.js", "widgets/goal"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anOtherRelaysVersionIsAnsweredButNotKept() throws Exception {
        HttpResponse<String> old = ask("GET", "/v/0123456789ab/b.js");

        assertThat(old.body()).isEqualTo("export const b = 1;");
        assertThat(old.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b.js", "/widgets/goal.js"})
    void aScriptWithoutVersionLeadsToItsOnlyAddress(String path) throws Exception {
        HttpResponse<String> script = ask("GET", path);

        assertThat(script.statusCode()).isEqualTo(302);
        URI target =
                URI.create(path).resolve(script.headers().firstValue("Location").orElseThrow());
        assertThat(target).hasToString(versionedAddress(path.substring(1)));
    }

    @Test
    void whatIsWorthItIsCompressedForWhoTakesThat() throws Exception {
        HttpResponse<String> plain = ask("GET", "/theme.css");
        HttpResponse<String> small = ask("HEAD", "/theme.css", "Accept-Encoding", "gzip, br");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(small.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isLessThan(200);
        assertThat(small.headers().firstValue("Vary")).hasValue("accept-encoding");
        assertThat(small.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(ask("GET", "/b.js").headers().firstValue("Content-Encoding")).isEmpty();
    }
}
