package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.Thorough;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a long evening costs: the processor's time that the dashboard takes in a storm of events and that widgets take while
 * nothing happens, and the memory after thousands of events. Times are printed and not judged, because the machine may be busy
 * with something else; numbers of things are judged. {@code -Pcampaign} takes more events, and looks at idle pages.
 */
@Thorough
class DashboardLoadIT extends BrowserFixture {
    private static final int EVENTS_PER_SECOND = 20;
    private static final int SECONDS = Integer.getInteger("storm.seconds", 3);
    private static final int WARM_UP = 1_000;
    private static final int EVENTS = Integer.getInteger("storm.events", 2_000);
    private static final int AT_ONCE = 500;

    /** Rows of the feed, notes of a reader, a counter: not one more for each event. */
    private static final int MORE_NODES = 300;

    private static final double MORE_MEGABYTES = 3;

    /** Counts the paintings of the feed. All rows of one painting come in one record of changes. */
    private static final String COUNT_PAINTINGS = """
            () => {
              window.paintings = 0;
              const rows = document.querySelector('event-feed').shadowRoot.querySelector('ol');
              new MutationObserver(() => paintings++).observe(rows, { childList: true });
            }""";

    @AfterAll
    static void leaveNothing() {
        discard();
    }

    private static void raid(int n) {
        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":3,\"n\":" + n + "}");
    }

    @Test
    void aStormOfEventsLeavesTheProcessorToTheGame() throws InterruptedException {
        Page page = open("/");
        page.setViewportSize(1440, 900);
        page.locator("relay-health [data-level]").waitFor();
        page.evaluate(COUNT_PAINTINGS);
        PageMetrics metrics = new PageMetrics(context, page);
        int all = EVENTS_PER_SECOND * SECONDS;

        PageMetrics.Span storm = metrics.during(
                EVENTS_PER_SECOND,
                n -> {
                    if (n < all) {
                        twitch.channel().follow(); // changes a number, too
                    } else if (n == all) {
                        raid(n);
                    }
                },
                () -> awaitTrue(page, "heard.includes(" + all + ")"));

        int paintings = ((Number) page.evaluate("paintings")).intValue();
        System.out.printf(
                "dashboard at %d events/s: main thread %.1f %% (layout %.1f %%, styles %.1f %%, scripts %.1f %%), %d"
                        + " paintings of the feed in %.1f s%n",
                EVENTS_PER_SECOND,
                storm.busy(),
                storm.percent("LayoutDuration"),
                storm.percent("RecalcStyleDuration"),
                storm.percent("ScriptDuration"),
                paintings,
                storm.seconds());
        assertThat(paintings).isLessThanOrEqualTo((int) (4 * storm.seconds()) + 3);
        assertThat(complaints).isEmpty();
    }

    @Test
    void thousandsOfEventsLeaveHeapAndPageAsTheyWere() {
        Page page = open("/");
        page.setViewportSize(1440, 900);
        PageMetrics metrics = new PageMetrics(context, page);
        storm(page, 1, WARM_UP);
        Map<String, Double> before = settled(page, metrics, WARM_UP);

        storm(page, WARM_UP + 1, WARM_UP + EVENTS);

        Map<String, Double> after = settled(page, metrics, WARM_UP + EVENTS);
        System.out.printf(
                "dashboard after %,d events: heap %.2f MB (before %.2f MB), %.0f nodes (before %.0f)%n",
                EVENTS, megabytes(after), megabytes(before), after.get("Nodes"), before.get("Nodes"));
        assertThat(after.get("Nodes")).isLessThan(before.get("Nodes") + MORE_NODES);
        assertThat(megabytes(after)).isLessThan(megabytes(before) + MORE_MEGABYTES);
        assertThat(complaints).isEmpty();
    }

    private static void storm(Page page, int first, int last) {
        for (int n = first; n <= last; n++) {
            raid(n);
            if (n % AT_ONCE == 0) {
                awaitTrue(page, "heard.at(-1) === " + n);
            }
        }
    }

    private static Map<String, Double> settled(Page page, PageMetrics metrics, int last) {
        awaitTrue(page, "heard.at(-1) === " + last);
        // the test's own notes are no part of the page
        page.evaluate("heard.length = 0");
        settle(page);
        metrics.collectGarbage();
        return metrics.read();
    }

    private static double megabytes(Map<String, Double> metrics) {
        return metrics.get("JSHeapUsedSize") / 1_000_000;
    }

    @Test
    @EnabledIfSystemProperty(named = "storm.events", matches = ".+")
    void whatWidgetsTakeWhileNothingHappens() {
        for (String path : List.of(
                "/widgets/alerts",
                "/widgets/goal?target=1500",
                "/widgets/stats",
                "/widgets/scene?goal=40,880,800,180&stats=40,40,1080,120&alerts=620,200,690,310",
                "/",
                "/widgets/dashboard")) {
            Page page = open(path);
            settle(page);
            PageMetrics metrics = new PageMetrics(context, page);
            Map<String, Double> before = metrics.read();
            page.waitForTimeout(2_000);

            System.out.printf(
                    "%-80s idle: main thread %.2f %%%n", path, new PageMetrics.Span(before, metrics.read()).busy());
            page.close();
        }
        assertThat(complaints).isEmpty();
    }
}
