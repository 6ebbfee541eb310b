package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the dashboard tells of a sign-in that is missing, that has trouble, and that comes: each cause once, on one screen. */
class SignInBrowserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The text that a person sees, in shadow trees, too. */
    private static final String TEXT = """
            (() => {
              const text = (node) =>
                node.nodeType === Node.TEXT_NODE ? node.data
                : node.nodeType !== Node.ELEMENT_NODE || !node.checkVisibility() ? ''
                : [...(node.shadowRoot ?? node).childNodes].map(text).join(' ');
              return text(document.body).replace(/\\s+/g, ' ');
            })()""";

    private final BrowserContext context =
            InstalledChromium.browser().newContext(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    private TwitchSimulator twitch;
    private RunningRelay relay;

    @BeforeEach
    void start() {
        twitch = TwitchSimulator.start(
                SimulatorOptions.defaults().withoutTokens().with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO));
        twitch.faults().fail("/oauth2/device", 503, "away", Integer.MAX_VALUE);
        relay = RunningRelay.start(RunningRelay.settings(twitch, "twitch.poll-interval", "300ms"));
    }

    @AfterEach
    void stop() {
        context.close();
        relay.close();
        twitch.close();
    }

    private Page open(String path) {
        Page page = context.newPage();
        page.setViewportSize(1440, 900);
        page.navigate(relay.uri(path).toString());
        return page;
    }

    private static String text(Page page) {
        return ((String) page.evaluate(TEXT)).toLowerCase(Locale.ROOT);
    }

    private static void awaitText(Page page, String text) {
        await(text).pollInSameThread().atMost(PATIENCE).until(() -> text(page).contains(text));
    }

    private static int count(Page page, String text) {
        return text(page).split(text, -1).length - 1;
    }

    private static void assertOneScreen(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
                .isEqualTo(true);
    }

    @Test
    void troubleWithTheSignInIsToldOnceAndTheCodeComesWhenTwitchIsBack() {
        Page dashboard = open("/");
        Page system = open("/system");
        awaitText(dashboard, "cannot ask twitch for a sign-in code (it answered 503)");
        awaitText(dashboard, "waiting for the sign-in");
        awaitText(dashboard, "relay connected");

        for (Page page : new Page[] {dashboard, system}) {
            awaitText(page, "cannot ask twitch");
            assertThat(count(page, "cannot ask twitch")).as(page.url()).isEqualTo(1);
            assertThat(count(page, "nobody is signed in")).as(page.url()).isZero();
        }
        assertOneScreen(dashboard);
        BrowserFixture.settle(dashboard);
        BrowserFixture.shoot(dashboard, "sign-in-trouble");

        twitch.faults().forgiveRequests();
        awaitText(dashboard, "scan the picture or open the address");
        awaitText(system, "nobody is signed in");
        dashboard.locator("sign-in-panel img").waitFor();
        // a look at the status later each page has the same news
        awaitText(system, "wait for the sign-in");
        assertThat(count(dashboard, "nobody is signed in")).isZero();
        assertThat(count(system, "nobody is signed in")).isEqualTo(1);
        assertOneScreen(dashboard);
        BrowserFixture.settle(dashboard);
        BrowserFixture.shoot(dashboard, "sign-in-code");
        assertThat(Axe.violations(dashboard)).isEmpty();
        BrowserFixture.shoot(system, "sign-in-system");
        dashboard.setViewportSize(300, 800);
        assertThat(dashboard.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        dashboard.setViewportSize(1440, 900);

        twitch.signIn().approve();
        awaitText(dashboard, "all is well");
        assertThat(dashboard.locator("sign-in-panel").isVisible()).isFalse();
        assertOneScreen(dashboard);
    }
}
