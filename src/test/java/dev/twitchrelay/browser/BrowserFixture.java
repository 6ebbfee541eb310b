package dev.twitchrelay.browser;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A real Chromium, the whole relay on one plain-HTTP port, and the simulated Twitch. The classes of a process share them, because a
 * relay takes seconds to start. A class after which the numbers of the channel are others calls {@link #discard} at its end.
 */
abstract class BrowserFixture {
    static final Duration PATIENCE = ofSeconds(30);

    /** The relay's admin token. */
    static final String ADMIN = "a token for the browser's tests";

    /** The folder for pictures, a property of the tests. Without it no test takes a picture. */
    static final String PICTURES = System.getProperty("relay.screenshots");

    /** The user's own widgets. */
    static final Path OWN_WIDGETS =
            Path.of("target/test-data/own-widgets-" + ProcessHandle.current().pid());

    /** The user's own words: a language that is written from right to left. */
    static final Path OWN_WORDS = OWN_WIDGETS.resolve("lang");

    /** The user's own pictures and sounds. */
    static final Path OWN_MEDIA =
            Path.of("target/test-data/own-media-" + ProcessHandle.current().pid());

    /** Whether nothing moves, in shadow trees neither. */
    static final String STILL = """
            (() => {
              const still = (root) =>
                root.getAnimations().every((one) => one.playState !== 'running') &&
                [...root.querySelectorAll('*')].every((one) => !one.shadowRoot || still(one.shadowRoot));
              return still(document);
            })()""";

    /** Notes what the page's own connection tells, beside the widget. */
    private static final String LISTEN = """
            async () => {
              const { subscribe } = await import('/twitch-stream.js');
              window.heard = [];
              subscribe('event', ({ data }) => heard.push(data.n));
              subscribe('state', ({ status }) => { window.status_ = status; });
            }""";

    static TwitchSimulator twitch;
    static RunningRelay relay;
    static int port;

    static {
        // most conditions hold at once, and a test has hundreds of them
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(25));
    }

    BrowserContext context;

    /** What the console, dialogs and requests for what a stranger wrote have to say. */
    final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        if (relay != null) {
            return;
        }
        Files.createDirectories(OWN_WIDGETS);
        Files.createDirectories(OWN_MEDIA);
        if (!Files.exists(OWN_WORDS)) {
            FolderCopy.of(Path.of("src/test/resources/words"), OWN_WORDS);
        }
        Files.writeString(OWN_WIDGETS.resolve("latest.js"), exampleOfTheReadme());
        Files.writeString(OWN_WIDGETS.resolve("empty.html"), "<!doctype html><title>empty</title><p class='value'>0");
        InstalledChromium.browser();
        // as Twitch's Helix: a poll that knows a follow before its event has come would let it count twice for minutes
        twitch = TwitchSimulator.start(
                SimulatorOptions.defaults().with(ProtocolTime.COUNTERS_LAG, Duration.ofMillis(200)));
        twitch.channel().followers(1234);
        twitch.channel().subs(57);
        port = 0; // any that is free, and not that of another test in this process
        startRelay();
        port = relay.uri("/").getPort();
    }

    /** Puts a file into the folder of pictures and sounds. */
    static void putMedia(String name, byte[] content) throws IOException {
        Files.write(OWN_MEDIA.resolve(name), content);
    }

    /** So that what people copy works. */
    private static String exampleOfTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("// widgets/latest.js");
        return readme.substring(start, readme.indexOf("```", start));
    }

    static void startRelay() {
        int subscribed = twitch.seen().subscriptionsCreated();
        relay = RunningRelay.start(RunningRelay.settingsWithToken(
                twitch,
                "twitch.refresh-token",
                twitch.options().refreshToken(),
                "server.port",
                port,
                "relay.widgets",
                OWN_WIDGETS,
                "relay.media",
                OWN_MEDIA,
                "relay.admin-token",
                ADMIN,
                "twitch.poll-interval",
                "2s",
                "sinks.log.enabled",
                true));
        twitch.seen()
                .await(
                        "subscriptions",
                        PATIENCE,
                        seen -> seen.subscriptionsCreated() >= subscribed + EVENT_TYPES.length);
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        > 0);
    }

    /** The next class gets a new relay and a new Twitch. */
    static void discard() {
        for (AutoCloseable part : new AutoCloseable[] {relay, twitch}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        relay = null;
        twitch = null;
    }

    @BeforeEach
    void openBrowser() {
        openBrowser(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    }

    void openBrowser(Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        context = InstalledChromium.browser().newContext(options);
        context.onConsoleMessage(message -> complaints.add(message.text() + " " + message.location()));
        context.onWebError(error -> complaints.add(error.error()));
        context.onDialog(dialog -> {
            complaints.add("dialog " + dialog.message());
            dialog.dismiss();
        });
        context.onRequest(request -> {
            if (request.url().endsWith("/x")) {
                complaints.add("request " + request.url());
            }
        });
    }

    @AfterEach
    void closeBrowser() {
        if (context != null) {
            context.close();
        }
        await("the relay to be left").atMost(PATIENCE).until(() -> clients() == 0);
    }

    /** Asks the hub, because {@code /api/status} may be a second old. */
    static int clients() {
        return relay.bean(SseHub.class).clients();
    }

    /** The number of subscriptions, which events of other classes may have changed. */
    static String subs() {
        return relay.get("/api/twitch/stats").path("data").path("subs").asText();
    }

    Page open(String path) {
        Page page = context.newPage();
        page.setViewportSize(900, 240);
        page.navigate("http://127.0.0.1:" + port + path);
        page.evaluate(LISTEN);
        awaitTrue(page, "window.status_ === 'live'");
        return page;
    }

    /** Asks again and again from here: Playwright's own waiting is forbidden by our policy against eval. */
    static void awaitTrue(Page page, String expression) {
        await(expression)
                .pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(page.evaluate(expression)));
    }

    /** Over something like a game. */
    static void shootOnAir(Page page, String name) {
        page.evaluate("document.documentElement.style.setProperty('background', '#41586f')");
        shoot(page, name);
    }

    /** Takes a picture, for a person who looks at it. No test compares pictures. */
    static void shoot(Page page, String name) {
        if (PICTURES != null) {
            page.bringToFront();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(PICTURES, name + ".png")));
        }
    }

    /** Until everything that moved stands. */
    static void settle(Page page) {
        awaitTrue(page, STILL);
    }
}
