package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    /** Address, left, top, width and height of each widget. */
    private static final List<List<Object>> PLACES = List.of(
            List.of("stats", 14, 14, 960, 120),
            List.of("alerts?min=60&max=60&sound=none", 560, 190, 800, 230),
            List.of("events?messages=1", 1340, 10, 560, 490),
            List.of("leaderboard", 1400, 500, 500, 380),
            List.of("chat", 14, 300, 560, 560),
            List.of("goal?target=1500", 14, 890, 800, 170),
            List.of("latest?of=cheerer", 860, 920, 480, 130),
            List.of("latest?of=follower", 1360, 920, 480, 130));

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
              for (const widget of document.querySelectorAll('main > :not(h1)')) {
                for (const element of widget.shadowRoot?.querySelectorAll('.panel *') ?? []) {
                  const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
                  if (!own || element.closest('svg') || element.getClientRects().length === 0) continue;
                  const color = rgba(getComputedStyle(element).color);
                  const backs = behind(element).flatMap((back) => [over(back, 0), over(back, 255)]);
                  const worst = Math.min(...backs.map((back) => contrast(color, back)));
                  if (!(worst * 10 >= least)) found.push(`${element.className}: ${worst.toFixed(1)}`);
                }
              }
              return [...new Set(found)].join(', ');
            }""";

    @BeforeAll
    static void goOnAir() {
        twitch.channel().viewers(321);
        twitch.channel().goOnline();
    }

    /** All widgets in one page, as in a scene of OBS. */
    private Page scene(String theme) {
        Page page = context.newPage();
        page.setViewportSize(1920, 1080);
        page.route("**/favicon.ico", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        String root = "http://127.0.0.1:" + port;
        page.navigate(root + "/api/twitch/stats");
        page.setContent(PLACES.stream()
                .map(place -> {
                    String address = (String) place.get(0);
                    return "<iframe src='%s/widgets/%s%stheme=%s' style='position:absolute;border:0;left:%spx;top:%spx;width:%spx;height:%spx'></iframe>"
                            .formatted(
                                    root,
                                    address,
                                    address.contains("?") ? "&" : "?",
                                    theme,
                                    place.get(1),
                                    place.get(2),
                                    place.get(3),
                                    place.get(4));
                })
                .collect(Collectors.joining("", "<body style='margin:0;overflow:hidden;height:1080px'>", "")));
        for (Frame frame : widgets(page)) {
            awaitTrue(
                    frame,
                    "document.querySelector('main > [data-state=live]:not([data-undressed])') !== null && document.fonts.status === 'loaded'");
        }
        return page;
    }

    private static List<Frame> widgets(Page page) {
        return page.frames().subList(1, page.frames().size());
    }

    private static void awaitTrue(Frame frame, String expression) {
        await(expression + " in " + frame.url())
                .pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(frame.evaluate(expression)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "clean", "neon", "outline", "paper", "pixel"})
    void everyWidgetIsReadableInTheTheme(String theme) {
        Page page = sceneOfTheEvening(theme);

        List<String> unreadable = new ArrayList<>();
        for (Frame frame : widgets(page)) {
            String found = (String) frame.evaluate(TOO_LITTLE_CONTRAST, LEAST_CONTRAST_OF_TEXT);
            if (!found.isEmpty()) {
                unreadable.add(frame.url().replaceAll(".*/widgets/", "") + " " + found);
            }
        }
        BACKGROUNDS.forEach((name, background) -> {
            paint(page, background);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/screenshots/theme-" + theme + "-" + name + ".png")));
        });
        assertThat(unreadable).isEmpty();
        assertThat(complaints).isEmpty();
    }

    /** The pictures of the documentation, in half the size; see {@link PicturesBrowserIT}. */
    @ParameterizedTest
    @ValueSource(strings = {"clean", "neon", "outline", "paper", "pixel"})
    void pictureOfTheTheme(String theme) {
        openBrowser(new Browser.NewContextOptions().setDeviceScaleFactor(0.5));
        Page page = sceneOfTheEvening(theme);

        paint(page, GAME);
        shoot(page, "theme-" + theme);
        assertThat(complaints).isEmpty();
    }

    private Page sceneOfTheEvening(String theme) {
        Page page = scene(theme);
        evening();
        List<Frame> frames = widgets(page);
        frames.get(1).locator(".message").waitFor();
        frames.get(2).locator("li[data-kind=resub]").first().waitFor();
        frames.get(4).getByText("a long line of chat").last().waitFor();
        for (Frame frame : frames) {
            awaitTrue(frame, STILL);
        }
        return page;
    }

    private static void paint(Page page, String background) {
        page.evaluate("background => document.body.style.background = background", background);
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
