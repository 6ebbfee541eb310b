package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.twitchrelay.support.Thorough;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard, alone and in a dock, and the page of the system: how people use them, and how they look. */
@Thorough
class DashboardBrowserIT extends BrowserFixture {
    @Test
    void theDashboardIsUsableByKeyboardAndScreenReader() {
        Page page = open("/");
        page.setViewportSize(1440, 900);

        String tree = page.locator("body").ariaSnapshot();

        assertThat(tree)
                .contains(
                        "link \"Skip to content\"",
                        "navigation \"Pages\"",
                        "heading \"Twitch Relay\" [level=1]",
                        "heading \"Events\" [level=2]",
                        "group \"Health\"",
                        "log \"Events\"",
                        "progressbar \"Follower goal\"",
                        "group \"Send a test event\"",
                        "heading \"Alerts\" [level=2]",
                        "group \"Alerts\"");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to content");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Raid").setExact(true))
                .focus();
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Admin token"))
                .waitFor();
        page.keyboard().press("Escape");
        page.getByText("Raid was not sent: it needs the admin token.").waitFor();
        assertThat(page.getByRole(AriaRole.DIALOG).count()).isZero();
    }

    @Test
    void thePageOfTheSystemTellsWhatIsFoundAndWhereEachRouteAndSinkStands() {
        Page page = open("/system");
        Locator sinks = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Sinks"));
        Locator log = sinks.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("bdi", new Page.LocatorOptions().setHasText("log"))));
        log.waitFor();
        assertThat(log.getAttribute("data-level")).isEqualTo("ok");
        long delivered = delivered(log);

        twitch.notifyJson("channel.follow", "{\"user_name\":\"Bo\"}");

        await().pollInSameThread().atMost(PATIENCE).until(() -> delivered(log) > delivered);
        assertThat(sinks.ariaSnapshot()).contains("rowheader \"chat , switched off\"", "asleep");
        assertThat(page.locator("main").ariaSnapshot())
                .contains("heading \"Findings\" [level=2]", "table \"Routes\"", "rowheader \"publish , fine\"");
        assertThat(page.locator("relay-findings li").allTextContents())
                .anyMatch(line -> line.contains("channel.follow"));
        assertThat(complaints).isEmpty();
    }

    private static long delivered(Locator row) {
        return Long.parseLong(row.locator("td").first().innerText().replace(",", ""));
    }

    @Test
    void nothingIsHardToReadWhileItComes() {
        Page page = open("/");
        // an event that comes while history is read is shown with it, and history does not move
        page.locator("event-feed [aria-busy=false]").waitFor();

        twitch.notifyJson("channel.follow", "{\"user_name\":\"Bo\"}");
        page.locator("event-feed li.fresh").first().waitFor();

        assertThat(page.locator("event-feed li.fresh").first().evaluate("""
                row => row.getAnimations().flatMap(one => one.effect.getKeyframes()).filter(frame => 'opacity' in frame).length""")).isEqualTo(0);
    }

    /** A streamer looks at it in passing, and nobody scrolls in passing. */
    @Test
    void theDashboardIsOneScreenAndFitsADockOf300Pixels() {
        Page page = open("/");
        page.setViewportSize(1440, 900);
        page.locator("relay-health [data-level]").first().waitFor();

        for (String part : List.of("twitch-stats", "event-feed", "test-buttons", "goal-panel", "relay-health")) {
            var box = page.locator(part).boundingBox();
            assertThat(box.y + box.height).as(part).isLessThanOrEqualTo(900);
        }
        assertThat(page.evaluate("document.documentElement.scrollHeight")).isEqualTo(900);

        Page dock = open("/widgets/dashboard");
        dock.setViewportSize(300, 800);
        assertThat(dock.evaluate("document.documentElement.scrollWidth")).isEqualTo(300);
        assertThat(dock.locator("event-feed").boundingBox().height).isGreaterThan(200);
        assertThat(complaints).isEmpty();
    }

    @Test
    void pagesAreLightWhereTheBrowserOrTheAddressSaysSoAndPreviewsStayAsOnAir() {
        String background = "getComputedStyle(document.documentElement).backgroundColor";
        assertThat(open("/").evaluate(background)).isEqualTo("rgb(11, 12, 17)");
        assertThat(open("/?scheme=light").evaluate(background)).isEqualTo("rgb(243, 244, 248)");

        openBrowser(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(open("/system").evaluate(background)).isEqualTo("rgb(243, 244, 248)");
        assertThat(open("/widgets/dashboard?scheme=dark").evaluate(background)).isEqualTo("rgb(11, 12, 17)");
        assertThat(open("/widgets/stats").evaluate("getComputedStyle(document.body).color"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(open("/widgets/gallery")
                        .locator("widget-preview stats-widget")
                        .evaluate("widget => getComputedStyle(widget).getPropertyValue('--relay-follow')"))
                .isEqualTo("#ff6fae");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theLiveDotIsRoundOnASmallScreen() {
        Page page = open("/");

        for (int width : new int[] {320, 800, 1024, 1440}) {
            page.setViewportSize(width, 900);
            assertThat(page.locator("twitch-stats .live").evaluate("""
                    dd => ['inlineSize', 'blockSize'].map(side => Math.round(parseFloat(getComputedStyle(dd, '::before')[side]))).join()"""))
                    .as(width + " px")
                    .isEqualTo("14,14");
        }
    }

    @Test
    void theDashboardAsksForTheStatusOnceWhenItOpens() {
        // the page asks again every five seconds, and a busy machine may need longer to open it
        context.addInitScript("""
                (() => {
                  const { setInterval } = window;
                  window.setInterval = (fn, milliseconds) => milliseconds < 5_000 && setInterval(fn, milliseconds);
                })()""");
        List<String> asked = new ArrayList<>();
        context.onRequest(request -> {
            if (request.url().endsWith("/api/status")) {
                asked.add(request.url());
            }
        });
        Page page = open("/");

        page.locator("relay-health [data-level]").first().waitFor();
        awaitTrue(page, "document.querySelector('stream-state').shadowRoot.textContent === 'Relay connected'");

        assertThat(asked).hasSize(1);
    }
}
