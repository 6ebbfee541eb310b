package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OBS's field "custom CSS" on every widget, put into the page as OBS does it. */
class CustomCssBrowserIT extends BrowserFixture {
    /** obs-browser, {@code BrowserClient::OnLoadEnd}. */
    private static final String OBS_SNIPPET = """
            (css) => {
              const obsCSS = document.createElement('style');
              obsCSS.appendChild(document.createTextNode(css));
              document.querySelector('head').appendChild(obsCSS);
            }""";

    /** The computed styles that the sheets change. */
    private static final String LOOK = """
            () => {
              const root = document.querySelector('alerts-widget, goal-widget, stats-widget').shadowRoot;
              const style = (selector) => getComputedStyle(root.querySelector(selector));
              return {
                panel: `${style('.panel').backgroundImage} ${style('.panel').backgroundColor}`,
                shadow: style('.panel').boxShadow,
                edge: style('.panel').borderTopColor,
                halo: style('.value, .words').textShadow,
                font: style('.value, .words').fontFamily,
                color: style('.value, .name').color,
                accent: style('.tile').getPropertyValue('--kind'),
                tile: style('.tile').backgroundImage,
                icon: style('.tile').display,
                size: parseFloat(style('.value, .words').fontSize),
              };
            }""";

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
                    "alerts-widget::part(icon), goal-widget::part(icon), stats-widget::part(icon) { display: none; }",
                    Map.of("icon", "none")),
            new Sheet("scale", ":root { --widget-size: 1.5; }", Map.of()));

    private static Stream<Arguments> sheetsOnWidgets() {
        return Stream.of("alerts?min=60&max=60&sound=none", "goal?target=1500", "stats")
                .flatMap(widget -> SHEETS.stream().map(sheet -> Arguments.of(widget, sheet)));
    }

    private Page openWithData(String widget) {
        Page page = open("/widgets/" + widget);
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Mossy_Kettle\"}");
        page.locator(".words, .value").first().waitFor();
        settle(page);
        return page;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> look(Page page) {
        return (Map<String, Object>) page.evaluate(LOOK);
    }

    @ParameterizedTest
    @MethodSource("sheetsOnWidgets")
    void obsStylesEveryWidgetAsTheDocumentationSays(String widget, Sheet sheet) {
        Page page = openWithData(widget);
        Map<String, Object> before = look(page);

        page.evaluate(OBS_SNIPPET, sheet.css());

        Map<String, Object> after = look(page);
        assertThat(after).containsAllEntriesOf(sheet.look()).isNotEqualTo(before);
        assertThat(after.get("halo")).as("white text on a white game").isNotEqualTo("none");
        if (sheet.name().equals("accent")) {
            assertThat(after.get("tile")).isNotEqualTo(before.get("tile"));
        }
        double grown = ((Number) after.get("size")).doubleValue() / ((Number) before.get("size")).doubleValue();
        assertThat(grown).isCloseTo(sheet.name().equals("scale") ? 1.5 : 1, within(0.01));
        page.evaluate("document.documentElement.style.setProperty('background', '#fff')");
        settle(page);
        shoot(page, "css-" + sheet.name() + "-" + widget.replaceAll("\\?.*", ""));
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sheetsOnWidgets")
    void theSamePropertiesReachAWidgetThatIsNamed(String widget, Sheet sheet) {
        Page page = openWithData(widget);

        page.evaluate(OBS_SNIPPET, sheet.css().replaceAll(":root|body", "alerts-widget, goal-widget, stats-widget"));

        assertThat(look(page)).containsAllEntriesOf(sheet.look());
        assertThat(complaints).isEmpty();
    }
}
