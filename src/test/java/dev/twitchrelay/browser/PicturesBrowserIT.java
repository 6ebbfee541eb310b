package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.twitchrelay.simulator.Person;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Takes the README's pictures: {@code -Drelay.screenshots=src/docs/widgets} puts them there. In every run they are taken, and
 * a page that complains fails.
 */
class PicturesBrowserIT extends BrowserFixture {
    private static final String CHEER =
            "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":500,\"message\":\"What a run! 🎉\"}";

    /** All widgets over something like a game, as OBS puts them there. */
    private static final String SCENE = """
            <style>
              body { margin: 0; block-size: 720px; background: radial-gradient(70rem 34rem at 85%% 118%%, #b5745a, transparent),
                radial-gradient(50rem 26rem at 10%% -10%%, #41607d, transparent), linear-gradient(120deg, #22344a, #4b3f5c); }
              iframe { position: absolute; border: 0; inline-size: 900px; }
            </style>
            <iframe src="%1$s/widgets/stats" style="inset: 14px auto auto 14px; block-size: 110px"></iframe>
            <iframe src="%1$s/widgets/alerts?max=60&sound=none" style="inset: 250px auto auto 190px; block-size: 220px"></iframe>
            <iframe src="%1$s/widgets/goal?target=1500&size=90" style="inset: auto auto 10px 14px; inline-size: 560px;
              block-size: 140px"></iframe>""";

    @BeforeEach
    void goOnAir() {
        twitch.channel().viewers(321);
        twitch.channel().goOnline();
    }

    @Test
    void alerts() {
        Page page = open("/widgets/alerts?max=60&sound=none");
        page.setViewportSize(900, 200);
        twitch.notifyJson("channel.cheer", CHEER);
        page.locator(".message").waitFor();

        settle(page);
        shootOnAir(page, "alerts");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aNameThatIsTooLong() {
        Page page = open("/widgets/alerts?max=60&sound=none");
        page.setViewportSize(900, 200);
        twitch.notifyJson("channel.follow", "{\"user_name\":\"" + "<img src=x onerror=alert(1)>".repeat(20) + "\"}");
        page.locator(".name").waitFor();

        settle(page);
        shootOnAir(page, "long-name");
        assertThat(complaints).isEmpty();
    }

    @Test
    void goalAndStats() {
        Page goal = open("/widgets/goal?target=1500");
        goal.setViewportSize(900, 160);
        settle(goal);
        shootOnAir(goal, "goal");
        Page stats = open("/widgets/stats");
        stats.setViewportSize(900, 110);
        awaitTrue(stats, "document.querySelector('stats-widget').shadowRoot.textContent.includes('0:00:')");

        settle(stats);
        shootOnAir(stats, "stats");
        assertThat(complaints).isEmpty();
    }

    @Test
    void onAir() {
        Page page = context.newPage();
        page.setViewportSize(1280, 720);
        page.navigate("http://127.0.0.1:" + port + "/api/twitch/stats");
        page.setContent(SCENE.formatted("http://127.0.0.1:" + port));
        var alerts = page.frames().get(2);
        await().pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(
                        alerts.evaluate("document.querySelector('alerts-widget')?.matches('[data-state=live]')")));
        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"LanternBay\",\"viewers\":321}");
        alerts.locator(".words").waitFor();

        settle(page);
        for (var frame : page.frames()) {
            await().pollInSameThread().atMost(PATIENCE).until(() -> Boolean.TRUE.equals(frame.evaluate(STILL)));
        }
        shoot(page, "on-air");
        assertThat(complaints).isEmpty();
    }

    @Test
    void dashboardAndGallery() {
        Page page = open("/");
        page.setViewportSize(1440, 900);
        IntStream.range(0, 4).forEach(i -> twitch.channel().follow());
        twitch.channel().giftBomb(Person.of("801", "Harbour_Cat"), 3, "1000");
        twitch.channel().raid(Person.of("802", "LanternBay"), 42);
        twitch.notifyJson("channel.cheer", CHEER);
        page.locator("event-feed .message").first().waitFor();
        settle(page);
        shoot(page, "dashboard");

        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 900);
        gallery.locator("widget-card iframe")
                .first()
                .contentFrame()
                .locator(".words")
                .waitFor();
        settle(gallery);
        shoot(gallery, "gallery");
        assertThat(complaints).isEmpty();
    }
}
