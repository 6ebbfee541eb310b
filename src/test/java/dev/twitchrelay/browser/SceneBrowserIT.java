package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.twitchrelay.support.Thorough;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several widgets in one browser source: composed in the gallery, opened at one address. */
@Thorough
class SceneBrowserIT extends BrowserFixture {
    @Test
    void aSceneIsComposedByPointerAndKeyboardAndItsAddressShowsIt() {
        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 1000);
        Locator goal = gallery.locator("widget-card").nth(1);
        Locator scene = gallery.locator("scene-editor");
        Locator address = scene.getByLabel("Address of the scene for OBS");
        scene.getByText("Add goal").click();
        goal.getByLabel("What counts").selectOption("subs");
        goal.getByLabel("Target").fill("100");
        scene.getByText("Add goal").click();
        scene.getByText("Add alerts").click();
        String root = "http://127.0.0.1:" + port + "/widgets/scene";
        assertThat(address.inputValue())
                .isEqualTo(root + "?goal=40,860,800,180&goal.target=1500&goal-2=40,860,800,180&goal-2.metric=subs"
                        + "&alerts=615,40,690,310");

        Locator second = scene.getByLabel("Goal 2: move with the arrow keys");
        second.focus();
        gallery.keyboard().press("ArrowUp");
        gallery.keyboard().press("Shift+ArrowRight");
        scene.getByLabel("Goal 2: Left").fill("1080");
        scene.getByLabel("Goal 2: Left").press("Tab");
        Locator alerts = scene.getByLabel("Alerts: move with the arrow keys");
        drag(gallery, alerts, 100, 50);

        assertThat(address.inputValue()).contains("&goal-2=1080,850,800,180&");
        double scale =
                ((Number) scene.locator("scene-canvas").evaluate("canvas => canvas.clientWidth / 1920")).doubleValue();
        String moved = scene.getByLabel("Alerts: Left").inputValue();
        assertThat(Integer.parseInt(moved)).isBetween((int) (613 + 100 / scale), (int) (617 + 100 / scale));
        shoot(gallery, "gallery-scene");
        assertThat(opened(address.inputValue())).containsExactly("goal followers 1500", "goal subs 100", "alerts");

        gallery.reload();
        assertThat(address.inputValue()).contains("&goal-2=1080,850,800,180&");
        scene.getByLabel("Goal: remove").click();
        assertThat(address.inputValue())
                .isEqualTo(root + "?goal=1080,850,800,180&goal.metric=subs&alerts=" + moved + ","
                        + scene.getByLabel("Alerts: Top").inputValue() + ",690,310");
        assertThat(complaints).isEmpty();
    }

    private static void drag(Page page, Locator handle, int right, int down) {
        handle.scrollIntoViewIfNeeded();
        BoundingBox box = handle.boundingBox();
        page.mouse().move(box.x + 20, box.y + 60);
        page.mouse().down();
        page.mouse().move(box.x + 20 + right, box.y + 60 + down);
        page.mouse().up();
    }

    /** What stands in a scene, on a canvas of two thirds of the usual. */
    @SuppressWarnings("unchecked")
    private List<String> opened(String address) {
        Page page = context.newPage();
        page.setViewportSize(1280, 720);
        page.navigate(address);
        awaitTrue(page, "document.querySelectorAll('.place > *').length === 3");
        awaitTrue(page, "document.querySelector('goal-widget[data-state=live]') !== null");
        BoundingBox second = page.locator("goal-widget").nth(1).boundingBox();
        assertThat(Math.round(second.x)).isEqualTo(1080 * 2 / 3);
        assertThat(Math.round(second.y)).isEqualTo(Math.round(850 * 2 / 3.0));
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Mossy_Kettle\"}");
        page.locator("alerts-widget .words").waitFor();
        settle(page);
        shootOnAir(page, "scene");
        return (List<String>) page.evaluate("""
                [...document.querySelectorAll('.place > *')].map((one) => [one.localName.replace('-widget', ''),
                  one.options.metric, one.options.target].filter(Boolean).join(' '))""");
    }

    @Test
    void aSceneOfWhichAPartIsWrongSaysSoOnceAndShowsTheRest() {
        Page page = open("/widgets/scene?stats=40,40,1080,120&gaol=1,2,3,4&goal=0,0,9000,1&stats.show=likes");

        assertThat(page.locator(".scene-hint").textContent())
                .startsWith("There is no widget “gaol”; a scene has adbreak, alerts, chat, ");
        assertThat(page.locator("stats-widget .hint").textContent()).startsWith("“show” must be some of");
        assertThat(page.locator("goal-widget").count()).isZero();
    }

    /** A theme is a style sheet of the page, and would reach all widgets of the page. */
    @Test
    void eachWidgetOfASceneHasAThemeOfItsOwn() {
        Page page = open("/widgets/scene?goal=40,840,900,230&goal.theme=paper&stats=40,40,1360,150&stats.theme=neon"
                + "&goal-2=1000,860,800,180");
        for (String theme : List.of("paper", "neon")) {
            page.locator("link[href*=" + theme + "]")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        }
        awaitTrue(
                page,
                "[...document.querySelectorAll('.place')].every((one) => !(one.shadowRoot ?? one).querySelector('[data-undressed]'))");

        assertThat(page.evaluate("""
                [...document.querySelectorAll('.place')].map((one) => (one.shadowRoot ?? one).querySelector('*:not(link)'))
                  .map((widget) => getComputedStyle(widget).getPropertyValue('--relay-follow'))""")).isEqualTo(List.of("#c2315f", "#ff3d9a", "#ff6fae"));
        assertThat(complaints).isEmpty();
    }

    /** Each widget could tell it, and a viewer would read it three times. */
    @Test
    void ofAllWidgetsOfASceneOneTellsThatTheRelayIsAway() {
        context.clock().install();
        // the page's own connection, because a test cannot come between a shared worker and the relay
        context.addInitScript("delete globalThis.SharedWorker; Object.defineProperty(navigator, 'locks', {})");
        context.route("**/api/twitch/stream**", route -> route.abort());
        Page page = context.newPage();
        page.navigate("http://127.0.0.1:" + port
                + "/widgets/scene?goal=40,880,800,180&stats=40,40,1080,120&alerts=620,200,690,310");
        awaitTrue(page, "document.querySelectorAll('[data-state]').length === 3");

        page.clock().fastForward(7_000);

        Locator hints = page.locator(".hint:visible");
        hints.first().waitFor();
        assertThat(hints.allTextContents()).containsExactly("Waiting for the relay…");
    }
}
