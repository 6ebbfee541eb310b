package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.browser.InstalledFirefox.Tab;
import dev.twitchrelay.support.Thorough;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not Chromium's own: every page in the Firefox of the system, as a streamer may use it beside OBS. */
@Thorough
class FirefoxBrowserIT extends BrowserFixture {
    /** The text of an element's shadow tree holds a text. */
    private static final String SHOWS = "document.querySelector('%s')?.shadowRoot.textContent.includes('%s') ?? false";

    private static InstalledFirefox firefox;

    private final Map<String, Tab> tabs = new LinkedHashMap<>();

    @BeforeAll
    static void startFirefox() throws IOException {
        firefox = InstalledFirefox.start(
                Path.of("target/test-data/firefox-" + ProcessHandle.current().pid()));
    }

    @AfterAll
    static void stopFirefox() throws InterruptedException {
        if (firefox != null) {
            firefox.close();
        }
    }

    @AfterEach
    void closeTabs() {
        tabs.values().forEach(Tab::close);
    }

    private Tab openTab(String path, int width, int height) {
        Tab tab = firefox.open("http://127.0.0.1:" + port + path, width, height);
        tabs.put(path, tab);
        return tab;
    }

    private static void awaitShown(Tab tab, String element, String text) {
        String expression = SHOWS.formatted(element, text);
        await(expression).atMost(PATIENCE).until(() -> tab.evaluate(expression).asBoolean());
    }

    @Test
    void everyPageShowsWhatHappensOverOneConnection() throws IOException {
        Tab dashboard = openTab("/", 1440, 900);
        Tab dock = openTab("/widgets/dashboard", 300, 800);
        Tab alerts = openTab("/widgets/alerts?max=60&sound=none", 690, 310);
        Tab goal = openTab("/widgets/goal?target=1500", 800, 180);
        Tab stats = openTab("/widgets/stats", 1080, 120);
        Tab scene = openTab("/widgets/scene?stats=40,40,1080,120&alerts=620,200,690,310&alerts.max=60", 960, 540);
        Tab more = openTab(
                "/widgets/scene?hypetrain=0,0,900,300&vote=0,300,700,500&adbreak=900,0,500,170&countdown=900,200,600,180"
                        + "&countdown.label=Soon&credits=1400,0,500,900&credits.title=Good+night",
                960,
                540);
        Tab gallery = openTab("/widgets/gallery", 1440, 900);
        Tab system = openTab("/system", 1440, 900);
        awaitShown(dashboard, "stream-state", "Relay connected");
        for (Tab tab : new Tab[] {alerts, scene}) {
            await().atMost(PATIENCE)
                    .until(() -> tab.evaluate("document.querySelector('alerts-widget[data-state=live]') !== null")
                            .asBoolean());
        }

        twitch.notifyJson("channel.follow", "{\"user_name\":\"Mossy_Kettle\"}");

        awaitShown(dashboard, "event-feed", "Mossy_Kettle");
        awaitShown(dock, "event-feed", "Mossy_Kettle");
        awaitShown(alerts, "alerts-widget", "Mossy_Kettle");
        awaitShown(scene, "alerts-widget", "Mossy_Kettle");
        awaitShown(scene, "stats-widget", subs());
        awaitShown(goal, "goal-widget", " / 1,500");
        awaitShown(more, "countdown-widget", "Soon");
        awaitShown(more, "credits-widget", "Good night");
        awaitShown(stats, "stats-widget", subs());
        awaitShown(system, "pipeline-table", "normalizer");
        awaitShown(gallery, "scene-editor", "Several widgets");
        assertThat(clients()).isEqualTo(1);
        for (Map.Entry<String, Tab> tab : tabs.entrySet()) {
            tab.getValue()
                    .shoot("firefox-"
                            + tab.getKey().replaceAll("\\?.*|/widgets", "").replace("/", ""));
        }
        assertThat(firefox.complaints).isEmpty();
    }

    @Test
    void ownPicturesVideosAndSoundsAreOnAir() throws IOException {
        putMedia("fox.gif", SampleMedia.picture("gif", Color.ORANGE));
        putMedia("disc.webm", SampleMedia.video(context, port));
        putMedia("ding.wav", SampleMedia.sound());
        putMedia("firefox.json", """
                {"variations": [{"kind": "cheer", "amount": "5+", "picture": "disc.webm", "enter": "flip"}]}""".getBytes(StandardCharsets.UTF_8));
        Tab alerts =
                openTab("/widgets/alerts?picture=fox.gif&min=1&max=1&sound=none&variations=firefox.json", 690, 310);
        await().atMost(PATIENCE)
                .until(() -> alerts.evaluate("document.querySelector('alerts-widget[data-state=live]') !== null")
                        .asBoolean());
        String cheer = "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":%d,\"message\":\"\"}";

        twitch.notifyJson("channel.cheer", cheer.formatted(1));
        await().atMost(PATIENCE).until(() -> alerts.evaluate(
                        "document.querySelector('alerts-widget').shadowRoot.querySelector('img')?.naturalWidth === 120")
                .asBoolean());
        twitch.notifyJson("channel.cheer", cheer.formatted(5));
        await().atMost(PATIENCE)
                .until(() -> alerts.evaluate(SampleMedia.TRANSPARENT_VIDEO).asBoolean());

        alerts.evaluate(
                "(() => { window.sound = new Audio('/media/ding.wav'); sound.oncanplaythrough = () => (window.plays = true); sound.load(); })()");
        await().atMost(PATIENCE)
                .until(() -> alerts.evaluate("window.plays === true").asBoolean());
        assertThat(firefox.complaints).isEmpty();
    }

    @Test
    void anOptionOfTheGalleryIsInTheAddressAndWhatIsWrongIsTold() {
        Tab more = openTab(
                "/widgets/scene?hypetrain=0,0,900,300&vote=0,300,700,500&adbreak=900,0,500,170&countdown=900,200,600,180"
                        + "&countdown.label=Soon&credits=1400,0,500,900&credits.title=Good+night",
                960,
                540);
        Tab gallery = openTab("/widgets/gallery", 1440, 900);
        awaitShown(gallery, "scene-editor", "Several widgets");

        String address = gallery.evaluate("""
                        (() => {
                          const card = document.querySelectorAll('widget-card')[1].shadowRoot;
                          const field = (label) => card.getElementById([...card.querySelectorAll('label')]
                            .find((one) => one.textContent === label).htmlFor);
                          const type = (label, value) => {
                            field(label).value = value;
                            field(label).dispatchEvent(new Event('input'));
                          };
                          type('Target', '2000');
                          type('Start at', '-5');
                          type('Accent color', 'gold');
                          return card.querySelector('.address').value + ' ' + card.querySelectorAll('[aria-invalid=true]').length;
                        })()""").asText();

        assertThat(address).endsWith("/widgets/goal?target=2000&accent=gold 1");
        assertThat(firefox.complaints).isEmpty();
    }
}
