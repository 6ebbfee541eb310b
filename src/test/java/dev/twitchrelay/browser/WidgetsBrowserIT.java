package dev.twitchrelay.browser;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a viewer sees: the widgets in a real Chromium, on the whole relay, on the simulated Twitch. */
@Thorough
class WidgetsBrowserIT extends BrowserFixture {
    /** Long enough for several attempts; with {@code -Pcampaign} 20 s, for which nobody waits in each build. */
    private static final Duration OUTAGE = ofSeconds(Integer.getInteger("outage.seconds", 3));

    @AfterAll
    static void leaveNothing() {
        discard();
    }

    /** Each widget several times, the dashboard, the gallery with its previews, and a widget of the user's own. */
    private List<Page> openTwelve() {
        Stream<String> widgets = IntStream.range(0, 3)
                .boxed()
                .flatMap(i -> Stream.of("/widgets/goal", "/widgets/stats", "/widgets/alerts"));
        return Stream.concat(widgets, Stream.of("/", "/widgets/gallery", "/widgets/custom/latest"))
                .map(this::open)
                .toList();
    }

    private static void follow(int n) {
        twitch.notifyJson("channel.follow", "{\"n\":" + n + ",\"user_name\":\"Fan" + n + "\"}");
    }

    private static void awaitHeard(List<Page> pages, String numbers) {
        for (Page page : pages) {
            awaitTrue(page, "heard.join() === '" + numbers + "'");
        }
    }

    /** As if it had been killed between two of its messages: from the next event on, only the first page hears it. */
    private static final String TELL_ONE_PAGE_ONLY = """
            (() => {
              const { postMessage } = BroadcastChannel.prototype;
              let first;
              BroadcastChannel.prototype.postMessage = function (message) {
                if (message.message?.kind === 'event') first ??= message.to;
                if (first === undefined || first === message.to) postMessage.call(this, message);
              };
            })()""";

    @Test
    void withoutSharedWorkersOnePageLeadsAndAnotherTakesOverWhateverTheFirstHadToldToWhom() {
        context.addInitScript("delete globalThis.SharedWorker");
        List<Page> pages = openTwelve();
        follow(1);
        awaitHeard(pages, "1");
        assertThat(clients()).isEqualTo(1);

        pages.get(0).evaluate(TELL_ONE_PAGE_ONLY);
        follow(2);
        awaitHeard(pages.subList(0, 1), "1,2");
        pages.get(0).close();
        follow(3);

        awaitHeard(pages.subList(1, 12), "1,2,3");
        await().atMost(PATIENCE).until(() -> clients() == 1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void withoutAnyWayToSharePagesHaveTheirOwnAndSaySo() {
        context.addInitScript("delete globalThis.SharedWorker; Object.defineProperty(navigator, 'locks', {})");
        Page page = open("/widgets/stats");

        follow(1);

        awaitHeard(List.of(page), "1");
        assertThat(page.locator(".hint").innerText()).contains("shares no connection");
    }

    @Test
    void twelvePagesAreOneClientAndARestartWithBadGatewaysLosesAndRepeatsNothing() throws IOException {
        List<Page> pages = openTwelve();
        follow(1);
        awaitHeard(pages, "1");
        assertThat(clients()).isEqualTo(1);
        assertThat(complaints).isEmpty();

        relay.close();
        Instant stopped = Instant.now();
        HttpServer gateway = HttpServer.create(new InetSocketAddress("0.0.0.0", port), 0);
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        gateway.createContext("/", exchange -> {
            refused.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        gateway.start();
        await().atMost(PATIENCE).until(() -> refused.contains("/api/twitch/stream"));
        gateway.stop(0);
        await("an outage as long as they are").atMost(PATIENCE).until(() -> Instant.now()
                .isAfter(stopped.plus(OUTAGE)));
        startRelay();
        follow(2);
        follow(3);
        pages.get(0).evaluate("dispatchEvent(new Event('online'))");
        awaitHeard(pages, "1,2,3");
        follow(4);

        awaitHeard(pages, "1,2,3,4");
        assertThat(clients()).isEqualTo(1);
        assertThat(pages.get(11).locator("bdi").textContent()).isEqualTo("♥ Fan4");
    }

    /** Notes what each alert says when it comes on air, all that any says later, and how many are there at most. */
    private Page openAlerts(String query) {
        Page page = open("/widgets/alerts?" + query);
        page.evaluate("""
                () => {
                  window.alerts = [];
                  window.said = new Set();
                  window.most = 0;
                  const stage = document.querySelector('alerts-widget').shadowRoot.querySelector('.stage');
                  const words = (node) => node.querySelector('.words')?.textContent;
                  new MutationObserver((changes) => {
                    for (const { target, addedNodes } of changes) {
                      if (target === stage) alerts.push(...[...addedNodes].map(words));
                      if (stage.contains(target)) said.add(words(stage.lastElementChild ?? stage));
                    }
                    most = Math.max(most, stage.querySelectorAll('.alert:not(.leaving)').length);
                  }).observe(stage, { childList: true, subtree: true });
                }""");
        return page;
    }

    @SuppressWarnings("unchecked")
    private static List<String> alerts(Page page) {
        return (List<String>) page.evaluate("alerts");
    }

    /** Alerts stay for seconds, for which a test need not wait. */
    private static void awaitAlerts(Page page, int count) {
        await(count + " alerts").pollInSameThread().atMost(PATIENCE).until(() -> {
            page.clock().fastForward(500);
            return alerts(page).size() >= count;
        });
    }

    @Test
    void aGiftOfFiftyIsOneAlertInWhateverOrder() {
        context.clock().install();
        Page page = openAlerts("min=1&max=1");
        List<Runnable> notifications = new ArrayList<>();
        notifications.add(() -> twitch.notifyJson(
                "channel.subscription.gift",
                "{\"user_name\":\"Ann\",\"total\":50,\"tier\":\"1000\",\"is_anonymous\":false}"));
        IntStream.range(0, 50)
                .forEach(i -> notifications.add(() -> twitch.notifyJson(
                        "channel.subscribe", "{\"user_name\":\"Recipient\",\"tier\":\"1000\",\"is_gift\":true}")));

        for (int seed = 1; seed <= 5; seed++) {
            Collections.shuffle(notifications, new Random(seed));
            notifications.forEach(Runnable::run);
            twitch.notifyJson(
                    "channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":3,\"n\":" + seed + "}");
            awaitTrue(page, "heard.includes(" + seed + ")");
            awaitAlerts(page, 2 * seed);
        }

        assertThat(alerts(page))
                .isEqualTo(
                        Collections.nCopies(5, List.of("Ann gifted 50 subscriptions", "Bay raided with 3 viewers"))
                                .stream()
                                .flatMap(List::stream)
                                .toList());
    }

    @Test
    void thirtyFollowsAreOneAlertThatRolls() {
        // long enough that on no machine the first is over before the sixth comes
        Page page = openAlerts("min=30&max=30");

        IntStream.rangeClosed(1, 30).forEach(WidgetsBrowserIT::follow);

        awaitTrue(page, "said.has('Fan30 and 29 others followed')");
        assertThat(alerts(page)).hasSize(1);
    }

    @Test
    void tenMixedEventsAreTenAlertsOneAfterAnother() {
        context.clock().install();
        Page page = openAlerts("min=1&max=1");

        for (int n = 1; n <= 4; n++) {
            follow(n);
        }
        for (int bits = 1; bits <= 4; bits++) {
            twitch.notifyJson("channel.cheer", "{\"user_name\":\"Cy\",\"bits\":" + bits + ",\"message\":\"hi\"}");
        }
        twitch.notifyJson("channel.subscribe", "{\"user_name\":\"Bo\",\"tier\":\"1000\",\"is_gift\":false}");
        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":3,\"n\":10}");
        awaitTrue(page, "heard.includes(10)");

        awaitAlerts(page, 10);
        assertThat(page.evaluate("most")).isEqualTo(1);
        assertThat(alerts(page)).doesNotHaveDuplicates().endsWith("Bo subscribed", "Bay raided with 3 viewers");
    }

    @Test
    void aResubscriptionTellsItsMonthsItsStreakAndTheMessage() {
        String event = "{\"user_name\":\"Flo\",\"tier\":\"1000\",\"cumulative_months\":14,\"streak_months\":3,"
                + "\"message\":{\"text\":\"Still here!\",\"emotes\":[]},\"n\":1}";
        List<Page> pages = List.of(
                open("/widgets/alerts?show=sub&min=60&max=60&sound=none"),
                open("/widgets/alerts?sub-color=gold&resub-text={name}:+{months}+({streak})&min=60&max=60&sound=none"),
                open("/"));

        twitch.notifyJson("channel.subscription.message", event);

        pages.get(0).locator(".message").waitFor();
        assertThat(pages.get(0).locator(".words").textContent())
                .isEqualTo("Flo resubscribed, 14 months so far, 3 in a row");
        assertThat(pages.get(0).locator(".message").textContent()).isEqualTo("Still here!");
        pages.get(1).locator(".words").waitFor();
        assertThat(pages.get(1).locator(".words").textContent()).isEqualTo("Flo: 14 (3)");
        assertThat(pages.get(1).locator(".alert").evaluate("box => box.style.getPropertyValue('--kind')"))
                .isEqualTo("gold");
        Locator row = pages.get(2).locator("event-feed li[data-kind=resub]").first();
        row.waitFor();
        assertThat(row.textContent()).contains("Flo", "14 months so far, 3 in a row", "Still here!");
        assertThat(complaints).isEmpty();
        settle(pages.get(0));
        shootOnAir(pages.get(0), "resub");
    }

    private static int followers() {
        return relay.get("/api/twitch/stats").path("data").path("followers").asInt();
    }

    /** So many that events of other tests, which Twitch's total never showed, no longer count. */
    private static void manyMoreFollow() {
        int total = followers() + 1_000;
        twitch.channel().followers(total);
        await().atMost(PATIENCE).until(() -> followers() == total);
    }

    @Test
    void aStreamGoalSurvivesReloadAndStartsAnewWithTheStream() {
        manyMoreFollow();
        String address = "/widgets/goal?metric=followers&period=stream&target=50&label=Tonight";
        Page page = open(address);
        awaitTrue(page, value("0"));
        twitch.channel().follow();
        twitch.channel().follow();
        awaitTrue(page, value("2"));

        page.reload();
        awaitTrue(page, value("2"));
        twitch.notifyJson("stream.online", "{\"started_at\":\"2026-01-01T00:00:00Z\"}");

        awaitTrue(page, value("0"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void aDailyGoalStartsAnewAtLocalMidnightAndTheFirstNumbersAfterwardsCount() {
        manyMoreFollow();
        openBrowser(new Browser.NewContextOptions().setTimezoneId("Asia/Kolkata"));
        context.clock().install(new Clock.InstallOptions().setTime("2026-03-01T18:20:00Z")); // 23:50 there
        String address = "/widgets/goal?metric=followers&period=day&target=50&label=Today";
        Page page = open(address);
        awaitTrue(page, value("0"));
        twitch.channel().follow();
        twitch.channel().follow();
        awaitTrue(page, value("2"));

        page.clock().fastForward("05:00");
        page.reload();
        awaitTrue(page, value("2"));
        page.clock().fastForward("06:00");

        awaitTrue(page, value("0"));
        twitch.channel().follow();
        awaitTrue(page, value("1"));
        assertThat(complaints).isEmpty();
    }

    private static String value(String number) {
        return "document.querySelector('goal-widget').shadowRoot.querySelector('.value').textContent === '" + number
                + "'";
    }

    @Test
    void theTimeOnAirIsTheRelaysAndNotTheBrowsers() {
        // a new stream that only Twitch's list of streams tells
        twitch.channel().live(true);
        Instant begun = Instant.now();
        await().ignoreExceptions().atMost(PATIENCE).until(() -> Instant.parse(
                        relay.status().path("stream").path("startedAt").asText())
                .isAfter(begun.minusSeconds(2)));
        context.clock()
                .install(new Clock.InstallOptions()
                        .setTime(Instant.now().plus(Duration.ofDays(1)).toEpochMilli()));

        Page page = open("/widgets/stats?show=uptime");

        awaitTrue(
                page,
                "/^0:0\\d:\\d\\d$/.test(document.querySelector('stats-widget').shadowRoot.querySelector('.value').textContent)");
    }

    @Test
    void aWrongParameterIsToldInASentenceAndTheWidgetStillWorks() {
        Page page = open("/widgets/stats?show=followers,likes");

        assertThat(page.locator(".hint").innerText())
                .isEqualTo("“show” must be some of viewers,followers,subs,uptime, not “followers,likes”.");
        awaitTrue(
                page,
                "document.querySelector('stats-widget').shadowRoot.querySelectorAll('.value')[2].textContent === '"
                        + subs() + "'");
    }
}
