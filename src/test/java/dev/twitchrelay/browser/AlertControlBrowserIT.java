package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.twitchrelay.support.Thorough;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who runs the show pauses, skips, repeats and mutes alerts: the widgets on air, and the dashboard. */
@Thorough
class AlertControlBrowserIT extends BrowserFixture {
    private static final String WIDGET = "/widgets/alerts?min=1&max=1&sound=none";

    /** Notes what each alert says when it comes on air. */
    private static final String NOTE_ALERTS = """
            () => {
              window.alerts = [];
              const stage = document.querySelector('alerts-widget').shadowRoot.querySelector('.stage');
              const note = (nodes) => alerts.push(...[...nodes].map((node) => node.querySelector('.words').textContent));
              note(stage.children);
              new MutationObserver((changes) => changes.forEach(({ addedNodes }) => note(addedNodes)))
                .observe(stage, { childList: true });
            }""";

    /** One line for each event: its type and data, what happens to its alert during the pause, and its words on air. */
    private static final String TEN_ALERTS = """
            channel.follow               | {"user_name":"Ada"}                                              | skipped, shown again | Ada followed
            channel.cheer                | {"user_name":"Cy","bits":100,"message":"hi"}                     | skipped              |
            channel.subscription.gift    | {"user_name":"Ann","total":2,"tier":"1000"}                      | waits                | Ann gifted 2 subscriptions
            channel.subscribe            | {"user_name":"R1","tier":"1000","is_gift":true}                  | belongs to the gift  |
            channel.raid                 | {"from_broadcaster_user_name":"Bay","viewers":3}                 | waits                | Bay raided with 3 viewers
            channel.subscribe            | {"user_name":"Bo","tier":"1000","is_gift":false}                 | waits                | Bo subscribed
            channel.subscribe            | {"user_name":"R2","tier":"1000","is_gift":true}                  | belongs to the gift  |
            channel.subscription.message | {"user_name":"Flo","tier":"1000","cumulative_months":9}          | waits                | Flo resubscribed, 9 months so far
            channel.follow               | {"user_name":"Eve"}                                              | waits                | Eve followed
            channel.cheer                | {"user_name":"Cy","bits":7,"message":"hi"}                       | waits                | Cy cheered 7 bits
            channel.raid                 | {"from_broadcaster_user_name":"Cove","viewers":5}                | skipped by its id    |
            channel.follow               | {"user_name":"Zoe","n":10}                                       | waits                | Zoe followed
            """;

    private static final String FROM_RIGHT_TO_LEFT = "כוכב_ים";

    private record Row(String type, String data, String fate, String words) {
        static List<Row> all() {
            return TEN_ALERTS
                    .lines()
                    .map(line -> Arrays.stream(line.split("\\|", -1))
                            .map(String::strip)
                            .toArray(String[]::new))
                    .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        }
    }

    @BeforeEach
    @AfterEach
    void nothingWaits() {
        for (String order : List.of("clear", "resume", "unmute")) {
            give(order);
        }
    }

    private static void give(String order) {
        assertThat(relay.send("POST", relay.uri("/api/alerts/" + order), "", "Authorization", "Bearer " + ADMIN)
                        .statusCode())
                .as(order)
                .isEqualTo(200);
    }

    private static String idOf(String part) {
        for (JsonNode event : relay.get("/api/twitch/events")) {
            if (event.path("message").path("data").toString().contains(part)) {
                return event.path("id").asText();
            }
        }
        throw new AssertionError("no event has " + part);
    }

    private Page openAlerts(String address) {
        Page page = open(address);
        page.evaluate(NOTE_ALERTS);
        return page;
    }

    @SuppressWarnings("unchecked")
    private static List<String> alerts(Page page) {
        return (List<String>) page.evaluate("alerts");
    }

    private static void awaitWaiting(Page dashboard, int count) {
        awaitTrue(
                dashboard,
                "document.querySelector('alert-control').shadowRoot.textContent.includes('Paused: " + count
                        + " wait')");
    }

    @Test
    void tenAlertsDuringAPauseWithSkipsAReloadAndAReplayComeOnAirAsTheTableSaysOnBothWidgets() {
        context.clock().install();
        Page reloaded = openAlerts(WIDGET);
        Page stays = openAlerts(WIDGET);
        List<Row> rows = Row.all();

        give("pause");
        rows.forEach(row -> twitch.notifyJson(row.type(), row.data()));
        for (Page page : List.of(reloaded, stays)) {
            awaitTrue(page, "heard.includes(10)");
        }
        reloaded.clock().fastForward(60_000);
        give("skip");
        give("skip");
        give("skip/" + idOf("Cove"));
        assertThat(alerts(reloaded)).isEmpty();
        assertThat(alerts(stays)).isEmpty();
        // from then on the page waits for orders like a page that was never reloaded; alerts that end before are over
        // for it
        reloaded.waitForRequestFinished(
                new Page.WaitForRequestFinishedOptions()
                        .setPredicate(request -> request.url().contains("/api/twitch/events?since=")),
                reloaded::reload);
        reloaded.evaluate(NOTE_ALERTS);
        give("replay/" + idOf("Ada"));
        give("resume");

        List<String> onAir =
                rows.stream().map(Row::words).filter(words -> !words.isEmpty()).toList();
        for (Page page : List.of(reloaded, stays)) {
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                page.clock().fastForward(500);
                return alerts(page).size() >= onAir.size();
            });
            page.clock().fastForward(20_000);
            assertThat(alerts(page)).isEqualTo(onAir);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void anAlertThatIsOnAirAndTheOnesBehindItSurviveAReload() {
        Page page = openAlerts("/widgets/alerts?min=20&max=20&sound=none");
        for (String name : List.of("One", "Two", "Three")) {
            twitch.notifyJson("channel.follow", "{\"user_name\":\"" + name + "\"}");
        }
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(page).equals(List.of("One followed")));

        page.reload();
        page.locator(".alert").waitFor();
        page.evaluate(NOTE_ALERTS);

        assertThat(alerts(page)).containsExactly("One followed");
        give("skip");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(page).contains("Two followed"));
        give("clear");
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Four\"}");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(page)
                .equals(List.of("One followed", "Two followed", "Four followed")));
    }

    @Test
    void aMutedAlertMakesNoSound() {
        context.addInitScript("""
                window.notes = 0;
                const { start } = OscillatorNode.prototype;
                OscillatorNode.prototype.start = function (...when) { notes++; return start.apply(this, when); };
                window.obsstudio = {};""");
        Page page = openAlerts("/widgets/alerts?min=1&max=1");
        give("mute");
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Quiet\"}");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(page).contains("Quiet followed"));
        assertThat(page.evaluate("notes")).isEqualTo(0);

        give("unmute");
        twitch.notifyJson("channel.follow", "{\"user_name\":\"Loud\"}");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(page).contains("Loud followed"));

        assertThat(((Number) page.evaluate("notes")).intValue()).isPositive();
    }

    @Test
    void theDashboardShowsWhatWaitsAndItsButtonsAndKeysWorkAfterOneQuestion() {
        letAlertsOfTheDashboardLast();
        Page alerts = openAlerts("/widgets/alerts?min=60&max=60&sound=none");
        Page dashboard = open("/");
        dashboard.setViewportSize(1440, 900);
        Locator control = dashboard.locator("alert-control");
        button(control, "Pause").click();
        dashboard.locator("admin-access input").fill(ADMIN);
        dashboard
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it"))
                .click();
        control.getByText("Paused. New alerts wait.").waitFor();

        for (int n = 1; n <= 3; n++) {
            twitch.notifyJson("channel.follow", "{\"user_name\":\"Fan" + n + "\"}");
        }
        awaitWaiting(dashboard, 3);
        shoot(dashboard, "alert-control");
        button(control, "Skip: Fan1 followed").click();
        awaitWaiting(dashboard, 2);
        assertThat(dashboard.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')"))
                .as("the focus is not lost")
                .isEqualTo("Skip: Fan2 followed");
        dashboard.keyboard().press("F8");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(alerts).equals(List.of("Fan2 followed")));
        Locator fan1 = dashboard
                .locator("event-feed li")
                .filter(new Locator.FilterOptions().setHasText("Fan1"))
                .first();
        button(fan1, "Show the alert again: Fan1 followed").click();
        button(control, "Skip: Fan1 followed").waitFor();
        dashboard.keyboard().press("F9");
        await().pollInSameThread().atMost(PATIENCE).until(() -> alerts(alerts)
                .equals(List.of("Fan2 followed", "Fan1 followed")));
        dashboard.keyboard().press("F2");
        button(control, "Unmute").waitFor();
        dashboard.reload();
        button(control, "Unmute").click();
        button(control, "Mute").waitFor();
        button(control, "Clear").click();
        control.getByText("No alert is on air.").waitFor();

        assertThat(dashboard.getByRole(AriaRole.DIALOG).count()).isZero();
        assertThat(complaints)
                .as("the one question")
                .allMatch(line -> line.contains("401"))
                .hasSize(1);
        assertThat(relay.get("/api/alerts").path("paused").asBoolean()).isFalse();
    }

    /** Its alerts last as long as the gallery says. Without this, an alert could be over before a busy machine has shown it. */
    private void letAlertsOfTheDashboardLast() {
        // an empty page, which is there before each page, has no memory
        context.addInitScript("location.protocol === 'http:'"
                + " && localStorage.setItem('relay-gallery', '{\"alerts\":{\"min\":\"60\",\"max\":\"60\"}}')");
    }

    @Test
    void theDashboardThatIsOpenedLaterShowsWhatIsOnAirAndFitsADock() {
        letAlertsOfTheDashboardLast();
        twitch.notifyJson(
                "channel.raid", "{\"from_broadcaster_user_name\":\"" + "Bay".repeat(30) + "\",\"viewers\":3}");
        twitch.notifyJson("channel.follow", "{\"user_name\":\"" + FROM_RIGHT_TO_LEFT + "\"}");
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/events?limit=1").toString().contains(FROM_RIGHT_TO_LEFT));

        Page dock = open("/widgets/dashboard");
        dock.setViewportSize(300, 800);

        dock.locator("alert-control li").getByText("BayBay").waitFor();
        dock.locator("alert-control li").getByText(FROM_RIGHT_TO_LEFT).waitFor();
        assertThat(dock.locator("alert-control li bdi").allTextContents())
                .as("a name is apart from the words around it, because it may be written from right to left")
                .containsExactly("Bay".repeat(30), FROM_RIGHT_TO_LEFT);
        assertThat(dock.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        shoot(dock, "alert-control-dock");
        dock.setViewportSize(1440, 900);
        shoot(dock, "alert-control-names");
    }

    @ParameterizedTest
    @CsvSource({"/, 1440, 900", "/widgets/dashboard, 300, 800"})
    void noRowOfALongQueueIsCutAndTheOthersAreCounted(String address, int width, int height) {
        letAlertsOfTheDashboardLast();
        for (int n = 1; n <= 9; n++) {
            twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay" + n + "\",\"viewers\":30}");
        }
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/events?limit=1").toString().contains("Bay9"));

        Page page = open(address);
        page.setViewportSize(width, height);

        awaitTrue(page, """
                (() => {
                  const control = document.querySelector('alert-control');
                  const { bottom } = control.getBoundingClientRect();
                  const rows = [...control.shadowRoot.querySelectorAll('li')]
                    .filter((row) => getComputedStyle(row).visibility === 'visible');
                  return rows.length > 1 && rows.every((row) => row.getBoundingClientRect().bottom < bottom)
                    && control.scrollHeight <= control.clientHeight
                    && control.shadowRoot.textContent.includes(`And ${9 - rows.length} more.`);
                })()""");
        shoot(page, "alert-control-queue-" + width);
    }

    @Test
    void aPreviewInTheGalleryIsNotPaused() {
        give("pause");
        Page gallery = open("/widgets/gallery");

        gallery.locator("widget-card alerts-widget .alert").first().waitFor();
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
