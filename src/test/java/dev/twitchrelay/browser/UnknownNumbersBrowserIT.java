package dev.twitchrelay.browser;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No widget shows a number that Twitch has not told, and no goal celebrates because a number became known. Each test is a
 * table: what each page shows, from the first frame to the last.
 */
@Thorough
class UnknownNumbersBrowserIT {
    private static final Duration PATIENCE = ofSeconds(60);

    /** A goal of each period, which only the channel's total reaches, and the numbers. */
    private static final Map<String, String> PAGES = Map.of(
            "total", "/widgets/goal?target=50",
            "stream", "/widgets/goal?target=50&period=stream",
            "day", "/widgets/goal?target=50&period=day",
            "numbers", "/widgets/stats?show=viewers,followers,subs");

    /** Notes the values of each frame that a viewer sees, and whether the goal celebrates. */
    private static final String NOTE_FRAMES = """
            (() => {
              window.shown = [];
              window.celebrated = false;
              const look = () => {
                const root = document.querySelector('goal-widget, stats-widget')?.shadowRoot;
                const values = [...(root?.querySelectorAll('.value') ?? [])].map((one) => one.textContent).join(' ');
                if (values !== '' && values !== shown.at(-1)) shown.push(values);
                celebrated ||= Boolean(root?.querySelector('.party'));
                requestAnimationFrame(look);
              };
              look();
            })()""";

    @TempDir
    Path data;

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final int port = FreePort.find();
    private TwitchSimulator twitch;
    private RunningRelay relay;
    private BrowserContext context;

    private void startTwitch(SimulatorOptions options) {
        twitch = TwitchSimulator.start(options.with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO)
                .with(ProtocolTime.COUNTERS_LAG, Duration.ofMillis(200)));
        twitch.channel().live(true);
        twitch.channel().viewers(321);
        twitch.channel().followers(1317);
        twitch.channel().subs(57);
    }

    private void startRelay(Map<String, ?> tokens) {
        Map<String, Object> settings =
                RunningRelay.settings(twitch, "relay.data", data, "server.port", port, "twitch.poll-interval", "300ms");
        settings.putAll(tokens);
        relay = RunningRelay.start(settings);
    }

    private Map<String, ?> token() {
        return Map.of(
                "twitch.access-token", twitch.options().accessToken(),
                "twitch.refresh-token", twitch.options().refreshToken());
    }

    private void openPages() {
        context = InstalledChromium.browser().newContext();
        context.addInitScript(NOTE_FRAMES);
        PAGES.forEach((name, path) -> {
            Page page = context.newPage();
            page.setViewportSize(900, 200);
            page.navigate("http://127.0.0.1:" + port + path);
            pages.put(name, page);
        });
        awaitState("live");
    }

    private void awaitState(String state) {
        pages.values()
                .forEach(page -> BrowserFixture.awaitTrue(
                        page, "document.querySelector('[data-state=" + state + "]') !== null"));
    }

    /** Waits for the last value on each page, and compares all values that the page has shown. */
    private void assertShown(String total, String stream, String day, String numbers) {
        Map<String, String> expected = Map.of("total", total, "stream", stream, "day", day, "numbers", numbers);
        pages.forEach((name, page) -> {
            List<String> values = List.of(expected.get(name).split(", then "));
            page.bringToFront(); // a page behind others draws no frames
            BrowserFixture.awaitTrue(page, "shown.at(-1) === '" + values.get(values.size() - 1) + "'");
            assertThat(page.evaluate("shown")).as(name).isEqualTo(values);
            assertThat(page.evaluate("celebrated")).as(name + " celebrates").isEqualTo(false);
        });
    }

    private void awaitFailedPolls() {
        await().atMost(PATIENCE).until(() -> relay.status()
                .path("polls")
                .path("poll-subscriptions")
                .path("error")
                .isTextual());
    }

    private void signIn() {
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/sign-in").path("state").asText().equals("waiting"));
        twitch.signIn().approve();
    }

    private void helixIsAway() {
        for (String path : List.of(
                "/oauth2/validate",
                "/helix/streams",
                "/helix/channels/followers",
                "/helix/subscriptions",
                "/helix/users")) {
            twitch.faults().fail(path, 503, "away", Integer.MAX_VALUE);
        }
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        relay.close();
        twitch.close();
    }

    @Test
    void aSignInMakesNumbersKnownAndReachesNoGoal() {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay(Map.of());
        openPages();
        assertShown("–", "–", "–", "– – –");

        signIn();

        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");
    }

    @Test
    void aFirstStartWhileTwitchIsAwayShowsNoNumberUntilTwitchTellsIt() {
        startTwitch(SimulatorOptions.defaults());
        helixIsAway();
        startRelay(token());
        openPages();
        awaitFailedPolls();
        assertShown("–", "–", "–", "– – –");

        twitch.faults().forgiveRequests();

        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");
    }

    @Test
    void aRestartWhileTwitchIsAwayLeavesTheLastNumbers() {
        startTwitch(SimulatorOptions.defaults());
        startRelay(token());
        openPages();
        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");

        relay.close();
        awaitState("reconnecting");
        helixIsAway();
        startRelay(token());
        awaitFailedPolls();
        pages.values().forEach(page -> page.evaluate("dispatchEvent(new Event('online'))"));
        awaitState("live");

        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");
    }

    @Test
    void aDeadTokenLeavesTheLastNumbers() {
        startTwitch(SimulatorOptions.defaults());
        startRelay(token());
        openPages();
        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");

        twitch.signIn().disconnect();
        awaitFailedPolls();
        assertShown("–, then 1,317", "–, then 0", "–, then 0", "– – –, then 321 1,317 57");
        signIn();
        twitch.channel().followers(1320);

        assertShown(
                "–, then 1,317, then 1,320",
                "–, then 0, then 3",
                "–, then 0, then 3",
                "– – –, then 321 1,317 57, then 321 1,320 57");
    }

    @Test
    void aNumberThatTwitchRefusesIsNotZero() {
        startTwitch(SimulatorOptions.defaults());
        twitch.faults().fail("/helix/channels/followers", 403, "the account is no moderator", Integer.MAX_VALUE);
        startRelay(token());
        openPages();

        for (int look = 0; look < 2; look++) {
            assertShown("–", "–", "–", "– – –, then 321 – 57");
        }
        assertThat(relay.get("/api/twitch/stats").path("data").path("followers").asInt(-1))
                .isZero();
    }
}
