package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.twitchrelay.support.Thorough;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger's own pictures and sounds: dropped into the folder, chosen in the gallery, and on air. */
@Thorough
class MediaBrowserIT extends BrowserFixture {
    /** Plays each sound without being heard, because a browser plays nothing else in a page that nobody has touched. */
    private static final String HEAR = """
            window.played = [];
            const { play } = HTMLMediaElement.prototype;
            HTMLMediaElement.prototype.play = function () {
              const { volume } = this;
              this.muted = true;
              const begun = play.call(this);
              const name = decodeURIComponent(this.src.split('/').pop());
              if (this instanceof HTMLAudioElement) begun.then(() => played.push(`${name} ${volume}`));
              return begun;
            };""";

    private static final String BRIGHT = "linear-gradient(#fff, #e8f1f4)";
    private static final String DARK = "linear-gradient(#16181d, #05060a)";

    /** As a game with many small things. */
    private static final String BUSY =
            "repeating-conic-gradient(#d8a13a 0 8%, #2f6f3a 0 17%, #f4ecd2 0 21%, #7a2f2a 0 29%) 0 0 / 90px 90px";

    @AfterAll
    static void leaveNothing() {
        discard();
    }

    @BeforeEach
    void anEmptyFolder() throws IOException {
        try (var files = Files.list(OWN_MEDIA)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        context.addInitScript(HEAR);
    }

    private static void cheer(int bits, String message) {
        twitch.notifyJson(
                "channel.cheer",
                "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":%d,\"message\":\"%s\"}"
                        .formatted(bits, message));
    }

    private static String address(Locator alerts) {
        String address = alerts.getByLabel("Address of Alerts for OBS").inputValue();
        return address.substring(address.indexOf("/widgets/"));
    }

    @Test
    void aStrangersGifAndSoundAreOnAirAfterTwoChoicesAndACopy() throws IOException {
        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 1000);
        Locator own = gallery.locator("media-files");
        assertThat(own.locator(".note").textContent()).contains("into the folder media");

        putMedia("my fox.gif", SampleMedia.picture("gif", Color.ORANGE));
        putMedia("ding.wav", SampleMedia.sound());
        putMedia("shield.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8));
        own.getByText("my fox.gif").scrollIntoViewIfNeeded();
        awaitTrue(
                gallery, "document.querySelector('media-files').shadowRoot.querySelector('img')?.naturalWidth === 120");
        assertThat(own.locator(".refused").textContent()).contains("is an SVG picture, which may hold a script");
        Locator alerts = gallery.locator("widget-card").first();
        alerts.getByLabel("Picture", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("my fox.gif");
        alerts.getByLabel("Sound", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("ding.wav");
        assertThat(address(alerts)).isEqualTo("/widgets/alerts?picture=my+fox.gif&sound=ding.wav");
        alerts.locator("alerts-widget img.picture").waitFor();
        shoot(gallery, "media-gallery");

        Page air = open(address(alerts));
        cheer(500, "What a run!");

        awaitTrue(
                air,
                "document.querySelector('alerts-widget').shadowRoot.querySelector('img.picture')?.naturalWidth === 120");
        awaitTrue(air, "played.join() === 'ding.wav 0.5'");
        assertThat(air.locator(".alert .tile").count()).isZero();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aTransparentVideoIsTransparentOnAir() throws IOException {
        putMedia("disc.webm", SampleMedia.video(context, port));
        Page air = open("/widgets/alerts?picture=disc.webm&sound=none&max=60&layout=above");
        cheer(5, "");

        awaitTrue(air, SampleMedia.TRANSPARENT_VIDEO);
        assertThat(complaints).isEmpty();
    }

    @Test
    void twoWidgetsShowTheSameVariationsOfAFile() throws IOException {
        putMedia("gold.png", SampleMedia.picture("png", Color.YELLOW));
        putMedia("ding.wav", SampleMedia.sound());
        putMedia("alerts.json", """
                {"variations": [
                  {"kind": "cheer", "amount": "1000+", "text": "{name}: {amount}!", "picture": "gold.png", "sound": "ding.wav",
                   "volume": 90, "seconds": 5, "color": "gold", "enter": "bounce", "exit": "zoom"},
                  {"kind": "cheer", "chance": 50, "text": "heads"},
                  {"kind": "cheer", "text": "tails"}]}""".getBytes(StandardCharsets.UTF_8));
        String options = "/widgets/alerts?variations=alerts.json&sound=none&min=1&max=1";
        Page one = open(options);
        Page other = open(options + "&align=start");
        for (Page page : new Page[] {one, other}) {
            awaitTrue(
                    page,
                    "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/alerts.json') && one.responseEnd)");
            page.evaluate("""
                    () => {
                      window.told = [];
                      const stage = document.querySelector('alerts-widget').shadowRoot.querySelector('.stage');
                      new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((box) => {
                        if (box.matches?.('.alert')) told.push(box.querySelector('.words').textContent);
                      }))).observe(stage, { childList: true });
                    }""");
        }
        cheer(1200, "");
        await().pollInSameThread().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        one.evaluate("told.join() + ' with ' + played.join()"))
                .isEqualTo("TofuCommander: 1,200! with ding.wav 0.9"));
        for (int n = 0; n < 6; n++) {
            cheer(n + 1, "");
        }

        awaitTrue(one, "told.length === 7");
        awaitTrue(other, "told.length === 7");
        assertThat(one.evaluate("told.slice(1).every((one) => ['heads', 'tails'].includes(one))"))
                .isEqualTo(true);
        assertThat(one.evaluate("told.join()")).isEqualTo(other.evaluate("told.join()"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void aMissingPictureAndAWrongVariationAreToldAndTheAlertComesAnyway() throws IOException {
        putMedia(
                "alerts.json",
                "{\"variations\": [{\"kind\": \"cheer\", \"amount\": \"lots\"}]}".getBytes(StandardCharsets.UTF_8));
        Page wrong = open("/widgets/alerts?variations=alerts.json&sound=none&max=60");
        Page missing = open("/widgets/alerts?picture=fox.gif&sound=none&max=60");
        Page gallery = open("/widgets/gallery");
        cheer(5, "");

        wrong.locator(".alert").waitFor();
        missing.locator(".alert .tile").waitFor();
        assertThat(wrong.locator(".hint").textContent())
                .startsWith("alerts.json: Variation 1: “amount” must be a number such as 100");
        awaitTrue(
                missing,
                "document.querySelector('alerts-widget').shadowRoot.querySelector('.hint').textContent ==="
                        + " 'fox.gif: there is no “fox.gif” in the folder relay.media.'");
        gallery.locator("media-files .refused").getByText("“amount” must be").waitFor();
        // the browser's own word about the missing file
        assertThat(complaints).allMatch(said -> said.contains("404"));
    }

    @Test
    void anAlertIsReadAloudByTheVoiceThatIsAskedFor() {
        context.addInitScript("""
                window.heard = [];
                window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
                Object.defineProperty(window, 'speechSynthesis', { value: {
                  getVoices: () => [{ name: 'Ada', lang: 'en-GB' }],
                  speak: ({ text, voice, volume }) => heard.push(`${voice.name} ${volume}: ${text}`),
                  cancel() {},
                } });""");
        Page page = context.newPage();
        page.navigate(
                "http://127.0.0.1:" + port
                        + "/widgets/alerts?speech=all&speech-voice=en-gb&speech-volume=60&speech-bits=100&sound=none&hide-words=fool");
        page.locator("alerts-widget[data-state=live]").waitFor();
        cheer(99, "too few");
        cheer(100, "you fool");

        awaitTrue(page, "heard.join() === 'Ada 0.6: TofuCommander cheered 100 bits. you ***'");
        assertThat(page.locator(".alert:not(.leaving) .message").textContent()).isEqualTo("you ***");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theGalleryMakesAFileOfVariationsThatTheWidgetTakes() throws IOException {
        putMedia("gold.png", SampleMedia.picture("png", Color.YELLOW));
        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 1000);
        Locator editor = gallery.locator("variation-editor");
        editor.getByText("Add a variation").click();
        editor.getByLabel("cheer", new Locator.GetByLabelOptions().setExact(true))
                .check();
        editor.getByLabel("Amount").fill("lots");
        assertThat(editor.locator(".problem:not(:empty)").first().textContent())
                .endsWith("or 100-499. The variation is left out.");
        editor.getByLabel("Amount").fill("100+");
        editor.getByLabel("Text", new Locator.GetByLabelOptions().setExact(true))
                .fill("{name}, twice {amount}!");
        editor.getByLabel("Picture", new Locator.GetByLabelOptions().setExact(true))
                .selectOption("gold.png");
        shoot(gallery, "media-variations");
        var download =
                gallery.waitForDownload(() -> editor.getByText("Save file").click());
        assertThat(download.suggestedFilename()).isEqualTo("alerts.json");
        download.saveAs(OWN_MEDIA.resolve("alerts.json"));
        assertThat(Files.readString(OWN_MEDIA.resolve("alerts.json")))
                .contains("\"kind\": \"cheer\"", "\"amount\": \"100+\"");
        gallery.locator("media-files").getByText("1 variation of alerts").waitFor();
        Locator alerts = gallery.locator("widget-card").first();
        alerts.getByLabel("Variations").selectOption("alerts.json");

        Page air = open(address(alerts) + "&sound=none&max=60");
        cheer(100, "");

        air.locator(".alert img.picture").waitFor();
        assertThat(air.locator(".alert .words").textContent()).isEqualTo("TofuCommander, twice 100!");
        assertThat(complaints).isEmpty();
    }

    /** For a person who looks at them: each theme over each background, with a picture beside the words and above them. */
    @ParameterizedTest
    @ValueSource(strings = {BRIGHT, DARK, BUSY})
    @EnabledIfSystemProperty(named = "relay.screenshots", matches = ".+")
    void picturesOfAlerts(String background) throws IOException {
        putMedia("star.png", SampleMedia.star());
        String name = background.equals(BRIGHT) ? "bright" : background.equals(DARK) ? "dark" : "busy";
        StringBuilder frames = new StringBuilder();
        int place = 0;
        for (String options : new String[] {
            "",
            "&theme=clean",
            "&theme=neon",
            "&theme=outline",
            "&theme=paper",
            "&theme=pixel",
            "&layout=above",
            "&layout=above&panel=transparent",
            "&layout=above&theme=paper",
            "&layout=above&theme=outline",
            "&picture=none&layout=above",
            "&cheer-text=%7Bname%7D+makes+it+rain:+%7Bamount%7D+bits!&cheer-color=gold"
        }) {
            frames.append(
                    "<iframe src='/widgets/alerts?max=60&sound=none&picture=star.png%s' style='position:absolute; border:0; left:%dpx; top:%dpx; width:630px; height:%dpx'></iframe>"
                            .formatted(
                                    options,
                                    place % 3 * 640,
                                    place / 3 * 190 + (place >= 6 ? (place - 6) / 3 * 130 : 0),
                                    330));
            place++;
        }
        Page page = context.newPage();
        page.setViewportSize(1920, 1080);
        page.navigate("http://127.0.0.1:" + port + "/api/twitch/stats");
        page.setContent("<body style='margin:0; background: %s'>%s".formatted(background, frames));
        for (int frame = 0; frame < place; frame++) {
            page.frameLocator("iframe >> nth=" + frame)
                    .locator("alerts-widget[data-state=live]")
                    .waitFor();
        }
        cheer(1200, "What a run! Never seen that jump before.");
        for (int frame = 0; frame < place; frame++) {
            page.frameLocator("iframe >> nth=" + frame).locator(".message").waitFor();
        }
        await("nothing to move").pollInSameThread().atMost(PATIENCE).until(() -> page.frames().stream()
                .allMatch(frame -> Boolean.TRUE.equals(frame.evaluate(STILL))));
        shoot(page, "alerts-on-" + name);
        assertThat(complaints).isEmpty();
    }
}
