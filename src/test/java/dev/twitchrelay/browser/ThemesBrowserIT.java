package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every widget in every theme, over a bright, a dark and a busy picture, in the size of a stream. */
@Thorough
class ThemesBrowserIT extends EveningFixture {
    private static final int LEAST_CONTRAST_OF_TEXT = 45; // tenths, as WCAG 2 asks for text of any size

    private static final Map<String, String> BACKGROUNDS = new TreeMap<>(
            Map.of(
                    "bright", "linear-gradient(160deg, #ffffff, #dfeaf2 40%, #fff6d8)",
                    "dark", "radial-gradient(circle at 70% 20%, #1c2733, #05070a 70%)",
                    "busy",
                            "repeating-linear-gradient(37deg, rgb(255 60 90 / .5) 0 60px, rgb(20 200 255 / .5) 60px 105px, rgb(255 235 80 / .6) 105px 150px, rgb(20 20 40 / .6) 150px 190px),"
                                    + " repeating-conic-gradient(#2f9e44 0 7deg, #ffffff 7deg 11deg, #5f3dc4 11deg 19deg, #f76707 19deg 24deg)"));

    private static final String GAME =
            "linear-gradient(#8fb3c9, #c4dae2 58%, #5f7f93 58.2%, #466475 74%, #3f5b6b 74.2%, #2c4250)";

    /** The widgets of a scene, each with its place and its options. {@code THEME} stands for the theme. */
    private static final String SCENE = """
            stats=14,14,960,120&stats.theme=THEME\
            &alerts=560,190,800,230&alerts.min=60&alerts.max=60&alerts.sound=none&alerts.theme=THEME\
            &events=1340,10,560,490&events.messages=1&events.theme=THEME\
            &leaderboard=1400,500,500,380&leaderboard.theme=THEME\
            &chat=14,300,560,560&chat.theme=THEME\
            &goal=14,890,800,170&goal.target=1500&goal.theme=THEME\
            &latest=860,920,480,130&latest.of=cheerer&latest.theme=THEME\
            &latest-2=1360,920,480,130&latest-2.of=follower&latest-2.theme=THEME""";

    /** The widgets for what goes on for a while, and the end of the stream. */
    private static final String SECOND_SCENE = """
            hypetrain=14,14,900,300&hypetrain.theme=THEME\
            &adbreak=940,14,560,170&adbreak.theme=THEME\
            &countdown=940,190,560,180&countdown.of=subathon&countdown.minutes=90&countdown.theme=THEME\
            &vote=14,330,720,560&vote.show=poll&vote.theme=THEME\
            &vote-2=740,390,700,430&vote-2.show=prediction&vote-2.theme=THEME\
            &goal=14,890,900,180&goal.metric=twitch&goal.theme=THEME\
            &goal-2=940,890,900,180&goal-2.metric=bits&goal-2.period=month&goal-2.target=4000\
            &goal-2.milestones=1000,2500+a+song&goal-2.theme=THEME\
            &credits=1460,190,450,690&credits.theme=THEME""";

    /** All widgets of the scene. A widget with a theme is in a tree of its own. */
    private static final String WIDGETS =
            "[...document.querySelectorAll('.place')].map((one) => (one.shadowRoot ?? one).querySelector('*:not(link)'))";

    /** The contrast of each text with what is behind it, in tenths, where it is less than wanted. */
    private static final String TOO_LITTLE_CONTRAST = """
            (least) => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = (color) => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data];
              };
              const luminance = ([r, g, b]) => {
                const linear = [r, g, b].map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
                return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
              };
              const over = ([r, g, b, a], under) => [r, g, b].map((one) => (one * a + under * (255 - a)) / 255);
              const contrast = (one, other) => {
                const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
                return (light + 0.05) / (dark + 0.05);
              };
              const colors = (text) => (text.match(/(rgba?|oklab|oklch|color)\\([^()]*\\)/g) ?? []).map(rgba).filter(([, , , a]) => a > 127);
              const behind = (element) => {
                const style = getComputedStyle(element);
                if (parseFloat(style.webkitTextStrokeWidth) > 1) return [rgba(style.webkitTextStrokeColor)];
                const own = colors(`${style.backgroundColor} ${style.backgroundImage}`);
                if (own.length > 0) return own;
                return element.parentElement ? behind(element.parentElement) : [];
              };
              const found = [];
              for (const widget of WIDGETS) {
                for (const element of widget.shadowRoot.querySelectorAll('.panel *')) {
                  const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
                  if (!own || element.closest('svg') || element.getClientRects().length === 0) continue;
                  const color = rgba(getComputedStyle(element).color);
                  const backs = behind(element).flatMap((back) => [over(back, 0), over(back, 255)]);
                  const worst = Math.min(...backs.map((back) => contrast(color, back)));
                  if (!(worst * 10 >= least)) found.push(`${widget.localName} ${element.className}: ${worst.toFixed(1)}`);
                }
              }
              return [...new Set(found)];
            }""".replace("WIDGETS", WIDGETS);

    @BeforeAll
    static void goOnAir() {
        twitch.channel().viewers(321);
        twitch.channel().goOnline();
    }

    private Page scene(String scene, String theme) {
        Page page = context.newPage();
        page.setViewportSize(1920, 1080);
        page.navigate("http://127.0.0.1:" + port + "/widgets/scene?" + scene.replace("THEME", theme));
        awaitTrue(
                page,
                "(() => { const all = " + WIDGETS + "; return all.length === 8 &&"
                        + " all.every((one) => one.matches('[data-state=live]:not([data-undressed])')); })()");
        awaitTrue(page, "document.fonts.status === 'loaded'");
        return page;
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "clean", "neon", "outline", "paper", "pixel"})
    void everyWidgetIsReadableInTheTheme(String theme) {
        Page page = sceneOfTheEvening(theme);

        assertThat((List<?>) page.evaluate(TOO_LITTLE_CONTRAST, LEAST_CONTRAST_OF_TEXT))
                .isEmpty();
        BACKGROUNDS.forEach((name, background) -> {
            paint(page, background);
            shoot(page, "theme-" + theme + "-" + name);
        });
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "clean", "neon", "outline", "paper", "pixel"})
    void whatGoesOnForAWhileIsReadableInTheTheme(String theme) {
        // a countdown and the credits move all the time
        openBrowser(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
        Page page = scene(SECOND_SCENE, theme);
        evening();
        allThatGoesOn();
        page.locator("goal-widget").getByText("A new tripod").waitFor();
        page.locator("credits-widget").getByText("SeventeenFoxes").first().waitFor();
        awaitTrue(
                page,
                "document.querySelectorAll('.place').length === 8 && " + WIDGETS
                        + ".every((one) => one.shadowRoot.querySelector('.panel:not(.gone)') !== null)");
        settle(page);

        assertThat((List<?>) page.evaluate(TOO_LITTLE_CONTRAST, LEAST_CONTRAST_OF_TEXT))
                .isEmpty();
        BACKGROUNDS.forEach((name, background) -> {
            paint(page, background);
            shoot(page, "moments-" + theme + "-" + name);
        });
        if (theme.equals("standard")) {
            assertThat(Axe.violations(page)).isEmpty();
        }
        assertThat(complaints).isEmpty();
    }

    /** The pictures of the documentation, in half the size; see {@link PicturesBrowserIT}. */
    @ParameterizedTest
    @ValueSource(strings = {"clean", "neon", "outline", "paper", "pixel"})
    @EnabledIfSystemProperty(named = "relay.screenshots", matches = ".+")
    void pictureOfTheTheme(String theme) {
        openBrowser(new Browser.NewContextOptions().setDeviceScaleFactor(0.5));
        Page page = sceneOfTheEvening(theme);

        paint(page, GAME);
        shoot(page, "theme-" + theme);
        assertThat(complaints).isEmpty();
    }

    private Page sceneOfTheEvening(String theme) {
        Page page = scene(SCENE, theme);
        evening();
        page.locator("alerts-widget .message").waitFor();
        page.locator("events-widget li[data-kind=resub]").first().waitFor();
        page.locator("chat-widget").getByText("a long line of chat").last().waitFor();
        settle(page);
        return page;
    }

    private static void paint(Page page, String background) {
        page.evaluate("background => document.documentElement.style.background = background", background);
    }

    @Test
    void aThemeOfOnesOwnIsAFileInAFolderAndTheGalleryListsIt() throws IOException {
        Path themes = Files.createDirectories(OWN_WIDGETS.resolve("themes"));
        Files.writeString(
                themes.resolve("mine.css"),
                ":root, :host { --widget-panel: teal; }\n::part(value) { text-transform: uppercase; color: gold; }");
        Page page = open("/widgets/stats?theme=mine");
        awaitTrue(page, "document.querySelector('stats-widget:not([data-undressed])') !== null");
        String look = "root => ['.panel', '.value'].map(one => getComputedStyle(root.shadowRoot.querySelector(one)))"
                + ".map(style => `${style.backgroundColor} ${style.color}`).join()";
        assertThat(page.locator("stats-widget").evaluate(look))
                .isEqualTo("rgb(0, 128, 128) rgb(255, 255, 255),rgba(0, 0, 0, 0) rgb(255, 215, 0)");

        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 1000);
        Locator stats = gallery.locator("widget-card").nth(2);
        stats.getByText("Look").click();
        stats.locator("option[value=mine]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        stats.getByLabel("Theme").selectOption("mine");
        assertThat(stats.getByLabel("Address of Stats for OBS").inputValue()).endsWith("/widgets/stats?theme=mine");
        awaitTrue(gallery, """
                (() => {
                  const card = document.querySelectorAll('widget-card')[2].shadowRoot.querySelector('widget-preview').shadowRoot;
                  const panel = card.querySelector('stats-widget:not([data-undressed])')?.shadowRoot.querySelector('.panel');
                  return panel ? getComputedStyle(panel).backgroundColor === 'rgb(0, 128, 128)' : false;
                })()""");
        // another card keeps its look
        assertThat(gallery.locator("goal-widget .panel").evaluate("panel => getComputedStyle(panel).backgroundImage"))
                .asString()
                .contains("gradient");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aThemeThatDoesNotExistIsToldAndTheWidgetIsThere() {
        Page page = open("/widgets/stats?theme=nothing");

        page.locator(".hint:not([hidden])").waitFor();

        assertThat(page.locator(".hint").innerText())
                .isEqualTo("There is no theme “nothing”: put nothing.css into the folder widgets/themes.");
        assertThat(page.locator(".value").first().isVisible()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "neon", "outline", "paper", "pixel"})
    void optionsAndCustomCssChangeATheme(String theme) {
        Page page = open("/widgets/goal?target=5000&theme=" + theme + "&panel=336699&accent=ff0000");
        awaitTrue(page, "document.querySelector('goal-widget:not([data-undressed])') !== null");
        String panel =
                "() => { const style = getComputedStyle(document.querySelector('goal-widget').shadowRoot.querySelector('.panel'));"
                        + " return `${style.backgroundColor} ${style.getPropertyValue('--kind')}`; }";
        assertThat(page.evaluate(panel)).isEqualTo("rgb(51, 102, 153) #ff0000");

        page.evaluate("""
                () => {
                  const css = document.createElement('style');
                  css.append('goal-widget::part(label) { color: rgb(1, 2, 3); } :root { --widget-radius: 7px; }');
                  document.head.append(css);
                }""");

        assertThat(page.locator(".label bdi").evaluate("one => getComputedStyle(one).color"))
                .isEqualTo("rgb(1, 2, 3)");
        assertThat(page.locator(".panel").evaluate("one => getComputedStyle(one).borderTopLeftRadius"))
                .isEqualTo("7px");
    }
}
