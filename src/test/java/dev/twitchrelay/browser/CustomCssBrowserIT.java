package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.Thorough;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OBS's field "custom CSS" on every widget, put into the page as OBS does it. */
@Thorough
class CustomCssBrowserIT extends EveningFixture {
    /** obs-browser, {@code BrowserClient::OnLoadEnd}. */
    private static final String OBS_SNIPPET = """
            (css) => {
              const obsCSS = document.createElement('style');
              obsCSS.appendChild(document.createTextNode(css));
              document.querySelector('head').appendChild(obsCSS);
            }""";

    private static final String ELEMENTS =
            "alerts-widget, chat-widget, events-widget, goal-widget, latest-widget, leaderboard-widget, stats-widget";

    /** The computed styles that the sheets change. The chat has badges instead of icons, and a frame around highlighted messages. */
    private static final String LOOK = """
            () => {
              const root = document.querySelector('ELEMENTS').shadowRoot;
              const style = (selector) => getComputedStyle(root.querySelector(selector));
              const text = style('.value, .words, .name, .author');
              const icon = style('.tile, .badge');
              return {
                panel: `${style('.panel').backgroundImage} ${style('.panel').backgroundColor}`,
                shadow: style('.panel').boxShadow,
                edge: style('.panel').borderTopColor,
                halo: text.textShadow,
                font: text.fontFamily,
                color: style('.value, .name, .author').color,
                accent: icon.getPropertyValue('--kind'),
                colored: `${icon.backgroundImage} ${style('.tile, .highlighted').borderTopColor}`,
                icon: icon.display,
                size: parseFloat(text.fontSize),
              };
            }""".replace("ELEMENTS", ELEMENTS);

    private record Sheet(String name, String css, Map<String, Object> look) {}

    private static final List<Sheet> SHEETS = List.of(
            new Sheet(
                    "transparent",
                    "body { background-color: rgba(0, 0, 0, 0); margin: 0px auto; overflow: hidden; }\n"
                            + ":root { --widget-panel: transparent; }",
                    Map.of("panel", "none rgba(0, 0, 0, 0)", "shadow", "none", "edge", "rgba(0, 0, 0, 0)")),
            new Sheet(
                    "font",
                    "body { font-family: \"Liberation Serif\", serif; }",
                    Map.of("font", "\"Liberation Serif\", serif")),
            new Sheet("accent", ":root { --relay-accent: gold; }", Map.of("accent", "gold")),
            new Sheet(
                    "no-icon",
                    ELEMENTS.replaceAll("(?<=-widget)", "::part(icon)")
                            + ", chat-widget::part(badge) { display: none; }",
                    Map.of("icon", "none")),
            new Sheet("scale", ":root { --widget-size: 1.5; }", Map.of()));

    /** An alert stays on air for a minute, which is much longer than all sheets take. */
    static final List<String> WIDGETS = List.of(
            "alerts?min=60&max=60&sound=none",
            "goal?target=1500",
            "stats",
            "events",
            "latest?of=cheerer",
            "leaderboard",
            "chat");

    private Page openWithData(String widget) {
        Page page = open("/widgets/" + widget);
        cheer("Mossy_Kettle", 500, "");
        say("channel_points_highlighted", "Mossy_Kettle", "#1E90FF", "good evening", badge("vip", ""));
        page.locator(".words, .value, .author, .amount:not(:empty)").first().waitFor();
        settle(page);
        return page;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> look(Page page) {
        return (Map<String, Object>) page.evaluate(LOOK);
    }

    @ParameterizedTest
    @FieldSource("WIDGETS")
    void obsStylesEveryWidgetAsTheDocumentationSays(String widget) {
        Page page = openWithData(widget);
        page.evaluate("document.documentElement.style.setProperty('background', '#fff')");
        Map<String, Object> plain = look(page);
        int bar = bar(page);

        for (Sheet sheet : SHEETS) {
            page.evaluate(OBS_SNIPPET, sheet.css());

            Map<String, Object> styled = look(page);
            assertThat(styled)
                    .as(sheet.name())
                    .containsAllEntriesOf(sheet.look())
                    .isNotEqualTo(plain);
            assertThat(styled.get("halo"))
                    .as(sheet.name() + ": white text on a white game")
                    .isNotEqualTo("none");
            if (sheet.name().equals("accent")) {
                assertThat(styled.get("colored")).isNotEqualTo(plain.get("colored"));
            }
            assertThat(bar(page))
                    .as(sheet.name())
                    .isGreaterThanOrEqualTo(sheet.name().equals("scale") ? 0 : bar);
            double grown = ((Number) styled.get("size")).doubleValue() / ((Number) plain.get("size")).doubleValue();
            assertThat(grown).as(sheet.name()).isCloseTo(sheet.name().equals("scale") ? 1.5 : 1, within(0.01));
            settle(page);
            shoot(page, "css-" + sheet.name() + "-" + widget.replaceAll("\\?.*", ""));
            remove(page, sheet, plain);
        }
        assertThat(complaints).isEmpty();
    }

    /** The length of the bar of a goal: where an icon is hidden, the bar takes its room. */
    private static int bar(Page page) {
        return (int) page.evaluate(
                "document.querySelector('goal-widget')?.shadowRoot.querySelector('.track').offsetWidth ?? 0");
    }

    /** So that the next sheet is alone on the page. */
    private static void remove(Page page, Sheet sheet, Map<String, Object> plain) {
        page.evaluate("document.querySelector('head').lastElementChild.remove()");
        await("the widget without " + sheet.name())
                .pollInSameThread()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(look(page)).isEqualTo(plain));
    }

    @ParameterizedTest
    @FieldSource("WIDGETS")
    void theSamePropertiesReachAWidgetThatIsNamed(String widget) {
        Page page = openWithData(widget);
        Map<String, Object> plain = look(page);
        int bar = bar(page);

        for (Sheet sheet : SHEETS) {
            page.evaluate(OBS_SNIPPET, sheet.css().replaceAll(":root|body", ELEMENTS));

            assertThat(look(page)).as(sheet.name()).containsAllEntriesOf(sheet.look());
            remove(page, sheet, plain);
        }
        assertThat(complaints).isEmpty();
    }
}
