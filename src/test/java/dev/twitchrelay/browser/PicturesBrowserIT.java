package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.twitchrelay.simulator.Person;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the documents: {@code -Drelay.screenshots=src/docs/widgets} puts them there. */
@EnabledIfSystemProperty(named = "relay.screenshots", matches = ".+")
class PicturesBrowserIT extends BrowserFixture {
    private static final String CHEER =
            "{\"user_name\":\"TofuCommander\",\"is_anonymous\":false,\"bits\":500,\"message\":\"What a run! 🎉\"}";

    /** All widgets over something like a game, as OBS puts them there. */
    private static final String SCENE = """
            <style>
              body { margin: 0; block-size: 720px; background: #8fb3c9; }
              i { position: absolute; inset: 0; }
              iframe { position: absolute; border: 0; inline-size: 900px; color-scheme: light; }
            </style>
            <i style="background: #f2c58f; clip-path: circle(70px at 78%% 26%%)"></i>
            <i style="background: #5f7f93; clip-path: polygon(0 62%%, 18%% 38%%, 33%% 58%%, 52%% 30%%, 74%% 60%%, 100%% 44%%,
              100%% 100%%, 0 100%%)"></i>
            <i style="background: #3f5b6b; clip-path: polygon(0 78%%, 24%% 60%%, 46%% 74%%, 70%% 58%%, 100%% 76%%, 100%% 100%%,
              0 100%%)"></i>
            <i style="background: #2c4250; clip-path: polygon(0 88%%, 40%% 80%%, 100%% 90%%, 100%% 100%%, 0 100%%)"></i>
            <iframe src="%1$s/widgets/stats" style="inset: 14px auto auto 14px; block-size: 110px"></iframe>
            <iframe src="%1$s/widgets/alerts?max=60&sound=none" style="inset: 250px auto auto 190px; block-size: 220px"></iframe>
            <iframe src="%1$s/widgets/goal?target=1500&size=90" style="inset: auto auto 10px 14px; inline-size: 560px;
              block-size: 140px"></iframe>""";

    @BeforeAll
    static void goOnAir() {
        twitch.channel().viewers(321);
        twitch.channel().goOnline();
    }

    @AfterAll
    static void leaveNothing() {
        discard();
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
        awaitTrue(stats, "/\\d:\\d\\d:\\d\\d/.test(document.querySelector('stats-widget').shadowRoot.textContent)");

        settle(stats);
        shootOnAir(stats, "stats");
        assertThat(complaints).isEmpty();
    }

    @Test
    void onAir() {
        Page page = context.newPage();
        page.setViewportSize(1280, 720);
        page.route("**/favicon.ico", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
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
        IntStream.of(164, 212, 198, 247, 321).forEach(viewers -> {
            twitch.channel().viewers(viewers);
            awaitTrue(
                    page,
                    "document.querySelector('twitch-stats').shadowRoot.textContent.includes('Viewers" + viewers + "')");
        });
        Stream.of("SeventeenFoxes", "Jürgen_aus_Mölln", "כוכב_ים", "Mossy_Kettle", "TinBadger")
                .forEach(name -> twitch.channel().follow(Person.of("80" + name.length(), name)));
        twitch.notifyJson(
                "channel.subscription.gift",
                "{\"user_name\":\"Harbour_Cat\",\"is_anonymous\":false,\"total\":20,\"tier\":\"1000\"}");
        twitch.channel().raid(Person.of("802", "LanternBay"), 42);
        twitch.notifyJson("channel.cheer", CHEER);
        page.locator("event-feed .message").first().waitFor();
        // the raiders' number stands beside the viewers' for a while
        awaitTrue(page, "!document.querySelector('twitch-stats').shadowRoot.querySelector('.change.shown')");
        settle(page);
        shoot(page, "dashboard");
        page.navigate("http://127.0.0.1:" + port + "/?scheme=light");
        page.locator("event-feed .message").first().waitFor();
        page.locator("relay-health [data-level]").first().waitFor();
        settle(page);
        shoot(page, "dashboard-light");
        for (String scheme : new String[] {"dark", "light"}) {
            Page dock = open("/widgets/dashboard?scheme=" + scheme);
            dock.setViewportSize(300, 800);
            dock.locator("event-feed .message").first().waitFor();
            settle(dock);
            shoot(dock, "dock-" + scheme);
            Page system = open("/system?scheme=" + scheme);
            system.setViewportSize(1440, 900);
            system.locator("pipeline-table [data-level]").first().waitFor();
            settle(system);
            shoot(system, "system-" + scheme);
        }

        Page gallery = open("/widgets/gallery");
        gallery.setViewportSize(1440, 900);
        settle(gallery);
        // samples come and go
        awaitTrue(gallery, """
                (() => {
                  const card = document.querySelector('widget-card').shadowRoot;
                  const sample = card.querySelector('widget-preview').shadowRoot.querySelector('alerts-widget')?.shadowRoot;
                  const alert = sample?.querySelector('.alert:not(.leaving)');
                  return alert && sample.getAnimations().every((one) => one.playState !== 'running') || false;
                })()""");
        shoot(gallery, "gallery");
        Page light = open("/widgets/gallery?scheme=light");
        light.setViewportSize(1440, 900);
        light.locator("stats-widget .value").first().waitFor();
        settle(light);
        shoot(light, "gallery-light");
        assertThat(complaints).isEmpty();
    }
}
