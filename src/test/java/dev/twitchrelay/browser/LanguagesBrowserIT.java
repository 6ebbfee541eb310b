package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and widgets in the languages of the relay, and in Hebrew, which a user has added as message files of one's own. */
@Thorough
class LanguagesBrowserIT extends BrowserFixture {
    private static final Path RELAYS = Path.of("src/main/resources/static/words/lang");

    private static final List<String> PAGES = List.of("/", "/system", "/widgets/gallery", "/widgets/dashboard");

    /** The middle of each part of the page, from the left in parts of its width. */
    private static final String MIDDLES = """
            () => ['header img', 'nav', 'nav a', 'stream-state', 'language-choice', 'event-feed', '.controls'].map((selector) => {
              const { left, width } = document.querySelector(selector).getBoundingClientRect();
              return Math.round(left + width / 2);
            })""";

    private static final String TEXT =
            "(selector) => document.querySelector(selector).shadowRoot.textContent.replace(/\\s+/g, ' ')";

    private static int happened;

    private static String word(String language, String section, String key) throws IOException {
        Path own = OWN_WORDS.resolve(language).resolve(section + ".json");
        Path file = Files.exists(own) ? own : RELAYS.resolve(language).resolve(section + ".json");
        JsonNode words = JsonMappers.PLAIN.readTree(Files.readAllBytes(file));
        return words.get(key).asText();
    }

    /** Equal events would be told once. */
    private static void somethingHappens() {
        happened++;
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Mossy_Kettle\"}");
        twitch.notifyJson(
                "channel.raid",
                "{\"from_broadcaster_user_name\":\"LanternBay\",\"viewers\":1234,\"n\":" + happened + "}");
        twitch.notifyJson(
                "channel.cheer",
                "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":22,\"message\":\"What a run!\",\"n\":"
                        + happened + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "pt-BR", "ja", "pl", "he"})
    void thePagesSpeakTheLanguage(String language) throws IOException {
        openBrowser(new Browser.NewContextOptions()
                .setColorScheme(ColorScheme.DARK)
                .setReducedMotion(ReducedMotion.REDUCE));
        for (String path : PAGES) {
            Page page = open(path + "?lang=" + language);
            page.setViewportSize(path.endsWith("dashboard") ? 300 : 1440, 900);
            somethingHappens();
            awaitTrue(page, "heard.includes(" + happened + ")");
            settle(page);

            assertThat(page.evaluate("document.documentElement.lang")).isEqualTo(language);
            if (!path.endsWith("dashboard")) {
                assertThat(page.locator("nav a").first().textContent())
                        .isEqualTo(word(language, "pages", "nav.overview"));
                assertThat((String) page.evaluate(TEXT, "stream-state"))
                        .contains(word(language, "pages", "state.live"));
                assertThat(page.locator("nav a").nth(2).getAttribute("href")).endsWith("system?lang=" + language);
            }
            assertThat((String) page.evaluate("document.documentElement.outerHTML"))
                    .doesNotContain("{{");
            assertThat(Axe.violations(page)).as(path + " " + language).isEmpty();
            shoot(page, "language-" + language + path.replace('/', '-'));
            page.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de    | LanternBay raidet mit 1.234 Zuschauern | TofuCommander hat mit 22 Bits gecheert",
                "fr    | LanternBay arrive en raid avec 1\u202f234 spectateurs | TofuCommander envoie 22 bits",
                "es    | LanternBay llega de raid con 1234 espectadores | TofuCommander ha enviado 22 bits",
                "pt-BR | LanternBay chegou em raid com 1.234 espectadores | TofuCommander enviou 22 bits",
                "ja    | LanternBay さんが1,234人でレイドしました | TofuCommander さんが22ビッツで応援しました",
                "pl    | LanternBay wpada z rajdem: 1234 widzów | TofuCommander wysyła 22 bity",
                "he    | LanternBay – רייד עם 1,234 צופים | TofuCommander – 22 ביטים",
            })
    void theWidgetsSpeakTheLanguage(String language, String raid, String cheer) throws IOException {
        Page alerts = open("/widgets/alerts?max=60&min=60&sound=none&show=raid&lang=" + language);
        Page list = open("/widgets/events?show=cheer&count=1&lang=" + language);
        Page goal = open("/widgets/goal?target=1500&period=week&lang=" + language);
        Page stats = open("/widgets/stats?lang=" + language);
        somethingHappens();
        alerts.locator(".alert").waitFor();
        list.locator("li").waitFor();

        assertThat(alerts.locator(".words").textContent()).isEqualTo(raid);
        awaitTrue(
                list,
                "document.querySelector('events-widget').shadowRoot.querySelector('.words').textContent === '" + cheer
                        + "'");
        assertThat((String) goal.evaluate(TEXT, "goal-widget"))
                .contains(word(language, "widget", "goal.followers"), word(language, "widget", "goal.week"));
        assertThat((String) stats.evaluate(TEXT, "stats-widget")).contains(word(language, "widget", "stats.followers"));
        for (Page page : List.of(alerts, goal, stats)) {
            settle(page);
            shootOnAir(page, "language-" + language + page.url().replaceAll(".*/widgets/(\\w+).*", "-$1"));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void aPageThatIsWrittenFromRightToLeftIsTheMirrorOfAnother() {
        int width = 1440;
        Page english = open("/");
        Page hebrew = open("/?lang=he");
        english.setViewportSize(width, 900);
        hebrew.setViewportSize(width, 900);

        List<Integer> left = (List<Integer>) english.evaluate(MIDDLES);
        List<Integer> right = (List<Integer>) hebrew.evaluate(MIDDLES);

        for (int part = 0; part < left.size(); part++) {
            boolean before = left.get(part) < width / 2;
            assertThat(right.get(part) > width / 2)
                    .as("part %d: %s, %s", part, left, right)
                    .isEqualTo(before);
        }
        Page goal = open("/widgets/goal?lang=he&size=50");
        assertThat(goal.evaluate("getComputedStyle(document.querySelector('goal-widget')).direction"))
                .isEqualTo("rtl");
        assertThat(goal.evaluate("document.querySelector('goal-widget').getBoundingClientRect().right === innerWidth"))
                .isEqualTo(true);
        Page other = open("/widgets/goal?lang=he&dir=ltr");
        assertThat(other.evaluate("getComputedStyle(document.querySelector('goal-widget')).direction"))
                .isEqualTo("ltr");
    }

    @Test
    void theBrowsersLanguageIsForPagesAndForAWidgetIfItIsAskedFor() throws IOException {
        openBrowser(new Browser.NewContextOptions().setLocale("de-AT"));

        assertThat((String) open("/").evaluate(TEXT, "stream-state")).contains(word("de", "pages", "state.live"));
        assertThat((String) open("/widgets/stats").evaluate(TEXT, "stats-widget"))
                .contains("followers");
        assertThat((String) open("/widgets/stats?lang=auto").evaluate(TEXT, "stats-widget"))
                .contains("Follower", "Zuschauer");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aLanguageThatIsNotThereIsTold() {
        Page page = open("/widgets/stats?lang=xx");

        page.getByText("There are no words in the language “xx”, so they are English.")
                .waitFor();
        page.navigate("http://127.0.0.1:" + port + "/widgets/stats?lang=" + "no+language");
        page.getByText("“lang” must be the short name of a language, such as en, de, pt-BR, not “no language”.")
                .waitFor();
    }

    @Test
    void theGalleryGivesItsLanguageToWidgetsUnlessAnotherIsChosen() {
        Page gallery = open("/widgets/gallery?lang=pl");
        var goal = gallery.locator("widget-card").nth(1);
        goal.locator(".address").waitFor();
        assertThat(goal.locator(".address").inputValue()).endsWith("&lang=pl");

        goal.locator("summary").last().click();
        goal.getByLabel("Język").selectOption("ja");
        assertThat(goal.locator(".address").inputValue()).endsWith("&lang=ja");
        goal.getByLabel("Język").selectOption("en");
        assertThat(goal.locator(".address").inputValue()).doesNotContain("lang=");

        gallery.locator("language-choice select").selectOption("de");
        gallery.waitForURL("**/widgets/gallery?lang=de");
        assertThat(complaints).isEmpty();
    }

    /** Of Japanese the letters take most bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alerts",
                "goal",
                "stats",
                "events",
                "latest",
                "leaderboard",
                "chat",
                "hypetrain",
                "vote",
                "adbreak",
                "countdown",
                "credits"
            })
    void aWidgetLoadsItsLanguageOnly(String name) throws IOException {
        try (CountingForwarder forwarder = new CountingForwarder(port)) {
            Page page = context.newPage();
            page.navigate("http://127.0.0.1:" + forwarder.port() + "/widgets/" + name + "?hints=0&lang=ja");
            awaitTrue(page, "document.querySelector('[data-state=live]:not([data-undressed])') !== null");

            System.out.printf("%-12s %,6d bytes in Japanese%n", name, forwarder.received());
            assertThat(forwarder.received()).isLessThan(100_000);
            assertThat(
                            page.evaluate(
                                    "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/lang/') && !name.includes('/lang/ja/')).length"))
                    .isEqualTo(0);
        }
    }
}
