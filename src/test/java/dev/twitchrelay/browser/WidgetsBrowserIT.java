package dev.twitchrelay.browser;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a viewer sees: the widgets in a real Chromium, on the whole relay, on the simulated Twitch. */
class WidgetsBrowserIT {
    private static final Duration PATIENCE = ofSeconds(30);
    private static final String HOSTILE = "<img src=x onerror=alert(1)></script>\u202Eevil\u2066" + "x".repeat(500);

    /** Notes what the page's own connection tells, beside the widget. */
    private static final String LISTEN = """
            async () => {
              const { subscribe } = await import('/twitch-stream.js');
              window.heard = [];
              subscribe('event', ({ data }) => heard.push(data.n));
              subscribe('state', ({ status }) => { window.status_ = status; });
            }""";

    private static InstalledChromium chromium;
    private static TwitchSimulator twitch;
    private static RunningRelay relay;
    private static int port;

    private BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = InstalledChromium.start();
        twitch = TwitchSimulator.start(SimulatorOptions.defaults());
        twitch.channel().followers(1234);
        twitch.channel().subs(57);
        startRelay();
        port = relay.uri("/").getPort();
    }

    private static void startRelay() {
        SimulatorOptions options = SimulatorOptions.defaults();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.port", port,
                "twitch.client-id", options.clientId(),
                "twitch.access-token", options.accessToken(),
                "twitch.refresh-token", options.refreshToken(),
                "twitch.eventsub.url", twitch.eventSubUrl(),
                "twitch.eventsub.subscriptions-url", twitch.subscriptionsUrl(),
                "twitch.api.url", twitch.apiUrl(),
                "twitch.auth.url", twitch.authUrl()));
        int subscribed = twitch.seen().subscriptionsCreated();
        relay = RunningRelay.start(settings);
        twitch.seen().await("subscriptions", PATIENCE, seen -> seen.subscriptionsCreated() >= subscribed + 7);
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        > 0);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {chromium, relay, twitch}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void openBrowser() {
        context = chromium.browser().newContext();
        context.onConsoleMessage(message -> complaints.add(message.text()));
        context.onDialog(dialog -> {
            complaints.add("dialog " + dialog.message());
            dialog.dismiss();
        });
    }

    @AfterEach
    void closeBrowser() {
        if (context != null) {
            context.close();
        }
        await("the relay to be left").atMost(PATIENCE).until(() -> clients() == 0);
    }

    private static int clients() {
        return relay.get("/api/status").path("sse").path("clients").asInt();
    }

    private Page open(String path) {
        Page page = context.newPage();
        page.setViewportSize(900, 240);
        page.navigate("http://127.0.0.1:" + port + path);
        page.evaluate(LISTEN);
        awaitTrue(page, "window.status_ === 'live'");
        return page;
    }

    /** Asks again and again from here: Playwright's own waiting is forbidden by our policy against eval. */
    private static void awaitTrue(Page page, String expression) {
        await(expression)
                .pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(page.evaluate(expression)));
    }

    private List<Page> openTwelve() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(i -> Stream.of("/widgets/goal", "/widgets/stats", "/widgets/alerts"))
                .map(this::open)
                .toList();
    }

    private static void follow(int n) {
        twitch.notifyJson("channel.follow", "{\"n\":" + n + ",\"user_name\":\"Fan" + n + "\"}");
    }

    private static void awaitHeard(List<Page> pages, String numbers) {
        for (Page page : pages) {
            awaitTrue(page, "heard.join() === '" + numbers + "'");
        }
    }

    private static void shoot(Page page, String name) {
        page.evaluate("document.documentElement.style.setProperty('background', '#26323f')");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    @Test
    void twelvePagesAreOneClient() {
        List<Page> pages = openTwelve();

        follow(1);
        follow(2);

        awaitHeard(pages, "1,2");
        assertThat(clients()).isEqualTo(1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void withoutSharedWorkersOnePageLeadsAndAnotherTakesOver() {
        context.addInitScript("delete globalThis.SharedWorker");
        List<Page> pages = openTwelve();
        follow(1);
        awaitHeard(pages, "1");
        assertThat(clients()).isEqualTo(1);

        pages.get(0).close();
        follow(2);

        awaitHeard(pages.subList(1, 12), "1,2");
        assertThat(clients()).isEqualTo(1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void withoutAnyWayToSharePagesHaveTheirOwnAndSaySo() {
        context.addInitScript("delete globalThis.SharedWorker; Object.defineProperty(navigator, 'locks', {})");
        Page page = open("/widgets/stats");

        follow(1);

        awaitHeard(List.of(page), "1");
        assertThat(page.locator(".hint").innerText()).contains("shares no connection");
    }

    @Test
    void restartWithBadGatewaysLosesAndRepeatsNothing() throws IOException {
        List<Page> pages = openTwelve();
        follow(1);
        awaitHeard(pages, "1");

        relay.close();
        HttpServer gateway = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0);
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        gateway.createContext("/", exchange -> {
            refused.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        gateway.start();
        await().atMost(PATIENCE).until(() -> refused.contains("/api/twitch/stream"));
        gateway.stop(0);
        startRelay();
        follow(2);
        follow(3);
        pages.get(0).evaluate("dispatchEvent(new Event('online'))");
        awaitHeard(pages, "1,2,3");
        follow(4);

        awaitHeard(pages, "1,2,3,4");
        assertThat(clients()).isEqualTo(1);
    }

    @Test
    void namesAndMessagesOfStrangersAreText() {
        Page page = open("/widgets/alerts?max=60");

        twitch.notifyJson(
                "channel.cheer",
                "{\"user_name\":\"%1$s\",\"bits\":5,\"is_anonymous\":false,\"message\":\"%1$s\"}".formatted(HOSTILE));

        page.locator(".message").waitFor();
        assertThat(page.locator(".name").textContent()).isEqualTo(HOSTILE);
        assertThat(page.locator(".message").textContent()).isEqualTo(HOSTILE);
        assertThat(page.locator("img").count()).isZero();
        assertThat(complaints).isEmpty();
        shoot(page, "alert-hostile");
    }

    @Test
    void aGiftOfFiftyIsOneAlert() {
        Page page = open("/widgets/alerts?min=1&max=1");
        page.evaluate("""
                () => {
                  window.alerts = 0;
                  const { shadowRoot } = document.querySelector('alerts-widget');
                  new MutationObserver((changes) => changes.forEach((one) => (alerts += one.addedNodes.length)))
                    .observe(shadowRoot.querySelector('.stage'), { childList: true });
                }""");
        String recipient = "{\"user_name\":\"Recipient\",\"tier\":\"1000\",\"is_gift\":true}";

        IntStream.range(0, 20).forEach(i -> twitch.notifyJson("channel.subscribe", recipient));
        twitch.notifyJson(
                "channel.subscription.gift",
                "{\"user_name\":\"Ann\",\"total\":50,\"tier\":\"1000\",\"is_anonymous\":false}");
        IntStream.range(0, 30).forEach(i -> twitch.notifyJson("channel.subscribe", recipient));
        page.locator(".words").waitFor();
        shoot(page, "alert-gift");
        assertThat(page.locator(".words").innerText()).isEqualTo("Ann gifted 50 subscriptions");
        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":3,\"n\":9}");

        awaitTrue(page, "heard.includes(9)");
        page.locator(".alert[data-kind=raid]").waitFor();
        assertThat(page.evaluate("alerts")).isEqualTo(2);
    }

    @Test
    void aStreamGoalSurvivesReloadAndStartsAnewWithTheStream() {
        String address = "/widgets/goal?metric=followers&period=stream&target=50&label=Tonight";
        Page page = open(address);
        awaitTrue(page, value("0"));
        twitch.channel().follow();
        twitch.channel().follow();
        awaitTrue(page, value("2"));

        page.reload();
        awaitTrue(page, value("2"));
        shoot(page, "goal");
        twitch.notifyJson("stream.online", "{\"started_at\":\"2026-01-01T00:00:00Z\"}");

        awaitTrue(page, value("0"));
        assertThat(complaints).isEmpty();
    }

    private static String value(String number) {
        return "document.querySelector('goal-widget').shadowRoot.querySelector('.value').textContent === '" + number
                + "'";
    }

    @Test
    void aWrongParameterIsToldInASentenceAndTheWidgetStillWorks() {
        Page page = open("/widgets/stats?show=followers,likes");

        assertThat(page.locator(".hint").innerText())
                .isEqualTo("“show” must be some of viewers,followers,subs,uptime, not “followers,likes”.");
        awaitTrue(
                page,
                "document.querySelector('stats-widget').shadowRoot.querySelectorAll('.value')[2].textContent === '57'");
        shoot(page, "stats-hint");
    }
}
