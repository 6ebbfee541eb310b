package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.twitchrelay.support.Thorough;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** axe-core finds nothing on any page, with events and numbers on it, in both themes. Nothing moves, so a page stands at once. */
@Thorough
class AccessibilityBrowserIT extends BrowserFixture {
    private static final List<String> PAGES = List.of("/", "/system", "/widgets/gallery", "/widgets/dashboard");

    private static final List<String> WIDGETS = List.of(
            "/widgets/alerts?min=60&max=60&sound=none",
            "/widgets/alerts?min=60&max=60&sound=none&picture=dot.gif&layout=above",
            "/widgets/goal?target=1500",
            "/widgets/goal?target=5",
            "/widgets/stats",
            "/widgets/stats?show=likes",
            "/widgets/events?messages=1",
            "/widgets/latest",
            "/widgets/leaderboard",
            "/widgets/chat",
            "/widgets/hypetrain",
            "/widgets/vote",
            "/widgets/adbreak",
            "/widgets/countdown",
            "/widgets/countdown?of=subathon",
            "/widgets/credits",
            "/widgets/goal?metric=bits&milestones=50",
            "/widgets/goal?metric=twitch",
            "/widgets/scene?goal=40,880,800,180&goal.target=1500&stats=40,40,1080,120&alerts=620,200,690,310&alerts.max=60");

    @BeforeAll
    static void somethingOfEachKindLiesInTheMediaFolder() throws IOException {
        putMedia("dot.gif", SampleMedia.picture("gif", Color.ORANGE));
        putMedia("ding.wav", SampleMedia.sound());
        putMedia("page.svg", "<svg/>".getBytes(StandardCharsets.UTF_8));
        putMedia("wrong.json", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void openStill(ColorScheme scheme) {
        openBrowser(new Browser.NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
    }

    private static void somethingHappens() {
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Mossy_Kettle\"}");
        twitch.notifyJson(
                "channel.cheer",
                "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":500,\"message\":\"What a run!\",\"n\":1}");
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void thePagesAroundTheWidgets(ColorScheme scheme) {
        openStill(scheme);
        // the rule of contrast is among these rules; all other rules find the same in both themes
        String[] rules = scheme == ColorScheme.DARK ? new String[0] : new String[] {"wcag2aa"};
        for (String path : PAGES) {
            Page page = open(path);
            page.setViewportSize(path.endsWith("dashboard") ? 300 : 1440, 900);
            somethingHappens();
            awaitTrue(page, "heard.includes(1)");
            if (path.endsWith("gallery")) {
                page.evaluate("""
                        () => document.querySelectorAll('widget-card').forEach((card) =>
                          card.shadowRoot.querySelectorAll('details').forEach((one) => (one.open = true)))""");
                page.getByText("Add goal").click();
                page.getByText("Add a variation").click();
                page.getByText("It has no list").waitFor();
            }
            settle(page);

            assertThat(Axe.violations(page, rules)).as(path + " " + scheme).isEmpty();
            page.close();
        }
    }

    @Test
    void theWidgets() {
        openStill(ColorScheme.DARK);
        for (String path : WIDGETS) {
            Page page = open(path);
            page.setViewportSize(1920, 1080);
            somethingHappens();
            awaitTrue(page, "heard.includes(1)");
            settle(page);

            assertThat(Axe.violations(page)).as(path).isEmpty();
            page.close();
        }
    }

    /** What the user's own script puts into its page has landmarks and headings only if the user says so. */
    @Test
    void aWidgetOfTheUsersOwn() {
        Page page = open("/widgets/custom/latest");
        somethingHappens();
        awaitTrue(page, "heard.includes(1)");

        assertThat(Axe.violations(page, "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .isEmpty();
    }
}
