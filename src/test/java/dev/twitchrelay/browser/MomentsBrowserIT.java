package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What goes on for a while, as a viewer sees it: hype train, votes, ad break, goals, a subathon and the credits. */
@Thorough
class MomentsBrowserIT extends EveningFixture {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\\u202E";

    private static void awaitText(Page page, String selector, String expected) {
        await(expected).pollInSameThread().atMost(PATIENCE).until(() -> texts(page, selector), expected::equals);
    }

    private static void awaitMatch(Page page, String selector, String pattern) {
        await(pattern).pollInSameThread().atMost(PATIENCE).until(() -> Pattern.matches(pattern, texts(page, selector)));
    }

    private static String texts(Page page, String selector) {
        return String.join("|", page.locator(selector).allTextContents());
    }

    private static void awaitGone(Page page) {
        page.locator(".panel.gone").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    @Test
    void aTrainRisesSurvivesAReloadAndItsResultLeaves() {
        context.clock().install();
        Page page = open("/widgets/hypetrain");
        awaitGone(page);

        train("begin", 1, ",\"expires_at\":" + in(290));
        awaitText(page, ".value", "Level 1");
        awaitMatch(page, ".left", "4:[45]\\d left");
        assertThat(texts(page, ".top li")).isEqualTo("Harbour_Catsubs|TofuCommander1,200 bits");
        train("progress", 3, ",\"expires_at\":" + in(250));
        awaitText(page, ".value", "Level 3");
        train("progress", 2, ",\"expires_at\":" + in(290)); // it comes late
        page.reload();
        awaitText(page, ".value", "Level 3");

        train("end", 3, ",\"ended_at\":" + in(0));
        awaitText(page, ".left", "The train has arrived!");
        context.clock().fastForward("00:25");
        awaitGone(page);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPollAndAPredictionShowTheirSharesAndTheirWinner() {
        Page polls = open("/widgets/vote?show=poll");
        Page predictions = open("/widgets/vote?show=prediction");

        poll("begin", 0, 0, ",\"ends_at\":" + in(60));
        poll("progress", 12, 16, ",\"ends_at\":" + in(60));
        awaitText(polls, "li", "Left pier38%12|Right pier 🚢50%16|Up the lighthouse, if it is open13%4");
        awaitGone(predictions);
        prediction("lock", ",\"locked_at\":" + in(0));
        awaitText(predictions, "li", "Yes64%4,200 pts|No36%2,360 pts");
        assertThat(texts(predictions, ".state")).isEqualTo("No more predictions");

        poll("end", 12, 16, ",\"status\":\"completed\",\"ended_at\":" + in(0));
        prediction("end", ",\"status\":\"resolved\",\"winning_outcome_id\":\"2\",\"ended_at\":" + in(0));

        awaitText(polls, ".won .name", "✓ Right pier 🚢");
        awaitText(predictions, ".won .name", "✓ No");
        assertThat(complaints).isEmpty();
    }

    @Test
    void anAdBreakCountsDownAndLeavesByItself() {
        context.clock().install();
        Page page = open("/widgets/adbreak?label=Short+break");

        twitch.notifyJson("channel.ad_break.begin", "{\"duration_seconds\":\"90\",\"started_at\":" + in(0) + "}");

        awaitMatch(page, ".value", "1:2\\d");
        assertThat(texts(page, ".label")).isEqualTo("Short break");
        context.clock().fastForward("01:31");
        awaitGone(page);
        assertThat(complaints).isEmpty();
    }

    @Test
    void theGoalOfTwitchHasItsOwnWordsAndTargetOverAReload() {
        Page page = open("/widgets/goal?metric=twitch");

        allThatGoesOn();

        awaitText(page, ".label bdi", "A new tripod");
        assertThat(texts(page, ".numbers")).isEqualTo("1,342 / 1,500");
        page.reload();
        awaitText(page, ".numbers", "1,342 / 1,500");
    }

    @Test
    void bitsAreCountedOnceAndTheNextMilestoneIsTold() {
        Page page = open("/widgets/goal?metric=bits&target=90000&milestones=80000+a+song");
        awaitMatch(page, ".value", "[\\d,]+");
        int before = Integer.parseInt(texts(page, ".value").replace(",", ""));

        cheer("Ann", 150, "");

        awaitText(page, ".value", "%,d".formatted(before + 150));
        assertThat(texts(page, ".left")).isEqualTo("%,d to a song".formatted(80_000 - before - 150));
        assertThat(page.locator(".mark").count()).isEqualTo(1);
        page.reload();
        awaitText(page, ".value", "%,d".formatted(before + 150));
        assertThat(complaints).isEmpty();
    }

    @Test
    void eventsExtendASubathonAndAReloadKeepsIt() {
        Page page = open("/widgets/countdown?of=subathon&minutes=90&most=120");
        awaitText(page, ".value", "1:30:00");

        twitch.notifyJson("stream.online", "{\"id\":\"s9\",\"started_at\":" + in(0) + "}");
        awaitMatch(page, ".value", "1:29:\\d\\d");
        gift("Ann", 2);
        twitch.notifyJson("channel.subscribe", "{\"user_name\":\"Bo\",\"tier\":\"1000\",\"is_gift\":true}");
        awaitMatch(page, ".value", "1:39:\\d\\d");
        assertThat(texts(page, ".amount")).isEqualTo("+10:00");
        page.reload();
        awaitMatch(page, ".value", "1:39:\\d\\d");

        gift("Ann", 100);
        awaitMatch(page, ".value", "1:59:\\d\\d");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aCountdownEndsWithItsText() {
        context.clock().install();
        Page page = open("/widgets/countdown?minutes=10&end=Here+we+go!");

        awaitMatch(page, ".value", "10:00|9:5\\d");
        context.clock().fastForward("10:01");
        awaitText(page, ".value", "Here we go!");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theCreditsNameEverybodyAndStrangersAsText() {
        Page page = open("/widgets/credits?show=cheer,follow&title=Good+night");
        cheer(HOSTILE, 99_000_000, "");
        twitch.notifyJson("channel.follow", "{" + user("Mossy_Kettle") + "}");
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/events?limit=1").toString().contains("Mossy_Kettle"));

        page.reload();

        page.locator("[data-kind=follow]").getByText("Mossy_Kettle").waitFor();
        assertThat(page.locator("[data-kind=cheer] li").first().textContent())
                .isEqualTo(HOSTILE.replace("\\u202E", "\u202E") + "99,000,000 bits");
        assertThat(texts(page, ".title")).isEqualTo("Good night|See you next time!");
        assertThat(page.locator("img").count()).isZero();
        assertThat(complaints).isEmpty();
    }

    @Test
    void theGalleryAndTheWidgetSayWhichTypeOrPermissionIsMissing() {
        context.route("**/api/status", route -> {
            String status = context.request().get(route.request().url()).text();
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(status.replace("\"channel.hype_train.end\"", "\"channel.shoutout.create\"")));
        });
        String sentence = "It needs the event type channel.hype_train.end in routes/eventsub.camel.yaml.";
        Page gallery = open("/widgets/gallery");
        Page widget = open("/widgets/hypetrain");

        for (Page page : List.of(gallery, widget)) {
            page.getByText(sentence).waitFor();
        }
        assertThat(gallery.getByText("Switch on")
                        .filter(new Locator.FilterOptions().setVisible(true))
                        .count())
                .isEqualTo(1);
        context.unrouteAll();
    }

    @Test
    void oneClickAddsTheTypesToTheRouteFile() throws IOException {
        Path file = folder.resolve("routes/eventsub.camel.yaml");
        String all = Files.readString(file);
        String without = all.replace("          channel.ad_break.begin,\n", "");
        assertThat(without).isNotEqualTo(all);
        Files.writeString(file, without);
        Page gallery = open("/widgets/gallery");
        gallery.getByText("It needs the event type channel.ad_break.begin in").waitFor();

        gallery.getByText("Switch on")
                .filter(new Locator.FilterOptions().setVisible(true))
                .click();
        gallery.locator("admin-access input").fill(ADMIN);
        gallery.getByText("Use it").click();

        gallery.getByText("It needs the event type channel.ad_break.begin in")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        assertThat(Files.readString(file)).contains("stream.offline,\n          channel.ad_break.begin\n");
        complaints.removeIf(complaint -> complaint.contains("401")); // the first answer, before the token
        assertThat(complaints).isEmpty();
    }
}
