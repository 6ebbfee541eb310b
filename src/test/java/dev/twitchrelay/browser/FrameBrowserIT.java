package dev.twitchrelay.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.browser.InstalledFirefox.Tab;
import dev.twitchrelay.support.Thorough;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A widget in the frame of a foreign page. */
@Thorough
class FrameBrowserIT extends BrowserFixture {
    private static final int COLOR_AROUND = 0x007f40;
    private static final Pattern FRAME =
            Pattern.compile("<iframe src=\"http://localhost:8080(/[^\"]*)\"[^>]*></iframe>");

    private HttpServer foreign;

    /** A page at another address, which is named in its own. Its parameter {@code scheme} is its color scheme. */
    @BeforeEach
    void startForeignPage() throws IOException {
        Matcher frame = FRAME.matcher(Files.readString(Path.of("src/docs/widgets.md")));
        assertThat(frame.find()).as("the documentation has a frame").isTrue();
        String page = "<!doctype html><title>mine</title><style>:root { color-scheme: %s }"
                + " body { margin: 0; background: #%06x }</style>"
                + frame.group().replace("http://localhost:8080", "http://127.0.0.1:" + port);
        foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            String scheme = exchange.getRequestURI().getPath().substring(1).replace('-', ' ');
            byte[] body = page.formatted(scheme, COLOR_AROUND).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().equals("/favicon.ico") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        foreign.start();
    }

    @AfterEach
    void stopForeignPage() {
        foreign.stop(0);
    }

    private String foreignPage(String scheme) {
        return "http://localhost:" + foreign.getAddress().getPort() + "/" + scheme;
    }

    /** Of the corner, where a widget has nothing. */
    private static int colorOf(byte[] picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture)).getRGB(2, 2) & 0xffffff;
    }

    @ParameterizedTest
    @CsvSource({
        "normal, LIGHT", "normal, DARK",
        "light, LIGHT", "light, DARK",
        "dark, LIGHT", "dark, DARK",
        "light-dark, LIGHT", "light-dark, DARK"
    })
    void theFrameOfTheDocumentationIsTransparentInAPageOfAnyColorScheme(String scheme, ColorScheme preferred)
            throws IOException {
        openBrowser(new Browser.NewContextOptions().setColorScheme(preferred));
        Page page = context.newPage();
        page.navigate(foreignPage(scheme));
        page.frameLocator("iframe").locator("goal-widget[data-state=live]").waitFor();

        assertThat(colorOf(page.screenshot())).isEqualTo(COLOR_AROUND);
    }

    @Test
    void soItIsInFirefox() throws Exception {
        try (InstalledFirefox firefox = InstalledFirefox.start(Path.of(
                "target/test-data/firefox-frame-" + ProcessHandle.current().pid()))) {
            for (String scheme : new String[] {"normal", "dark"}) {
                Tab tab = firefox.open(foreignPage(scheme), 900, 240);
                await().atMost(PATIENCE).until(() -> clients() == 1);

                assertThat(colorOf(tab.picture())).as(scheme).isEqualTo(COLOR_AROUND);
                tab.close();
                await().atMost(PATIENCE).until(() -> clients() == 0);
            }
        }
    }

    @Test
    void nobodyIsToldOnAirHowManyWidgetsToOpen() {
        context.addInitScript("delete globalThis.SharedWorker; Object.defineProperty(navigator, 'locks', {})");
        Page page = context.newPage();
        page.navigate(foreignPage("normal"));
        Locator widget = page.frameLocator("iframe").locator("goal-widget[data-state=live]");
        widget.waitFor();

        assertThat(widget.locator(".hint").isVisible()).isFalse();
    }
}
