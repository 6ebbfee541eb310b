package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event list, latest, leaderboard and chat, as a viewer sees them. */
@Thorough
class MoreWidgetsBrowserIT extends EveningFixture {
    private static final int MOST_BYTES = 67_000;
    private static final int MOST_BYTES_OF_A_THEME = 30_000; // its font, and its style

    /** Answers of the API to the page. They grow with the channel's past, and are no part of the page. */
    private static final String BYTES_OF_DATA = """
            performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/'))
                .reduce((sum, { transferSize }) => sum + transferSize, 0)""";

    private static final String HOSTILE = "<img src=x onerror=alert(1)></script>\\u202Eevil" + "x".repeat(500);

    private static String texts(Page page, String selector) {
        return String.join("|", page.locator(selector).allTextContents());
    }

    private static void awaitTexts(Page page, String selector, String expected) {
        await(expected).pollInSameThread().atMost(PATIENCE).until(() -> texts(page, selector), expected::equals);
    }

    private static void simulate(String type, String event) {
        var answer = relay.post("/api/simulate/" + type, event, "Authorization", "Bearer " + ADMIN);
        assertThat(answer.join().statusCode()).isEqualTo(202);
    }

    @Test
    void theListBeginsWithThePastGoesOnLiveAndAGiftIsOneRow() {
        cheer("Past", 7, "");
        Page page = open("/widgets/events?count=3&show=gift,cheer");
        awaitTexts(page, ".words >> nth=0", "Past cheered 7 bits");

        gift("Ann", 2);
        twitch.notifyJson("channel.subscribe", "{\"user_name\":\"Recipient\",\"tier\":\"1000\",\"is_gift\":true}");
        twitch.notifyJson("channel.follow", "{" + user("Nobody") + "}");
        cheer("Bo", 8, "");
        cheer("Cy", 9, "");

        awaitTexts(page, ".words", "Cy cheered 9 bits|Bo cheered 8 bits|Ann gifted 2 subscriptions");
        page.reload();
        awaitTexts(page, ".words", "Cy cheered 9 bits|Bo cheered 8 bits|Ann gifted 2 subscriptions");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aTestEventLeavesTheListTheLabelAndTheBoard() {
        context.clock().install();
        Page list = open("/widgets/events?count=1&show=cheer");
        Page label = open("/widgets/latest?of=cheerer");
        Page board = open("/widgets/leaderboard?count=1");
        cheer("Real", 200_000_000, "");
        for (Page page : List.of(list, label, board)) {
            awaitTexts(page, ".name", "Real");
        }

        simulate(
                "channel.cheer", "{" + user("Tester") + ",\"bits\":900000000,\"message\":\"\",\"is_anonymous\":false}");

        for (Page page : List.of(list, label, board)) {
            awaitTexts(page, ".name", "Tester");
        }
        context.clock().fastForward("00:16");
        for (Page page : List.of(list, label, board)) {
            awaitTexts(page, ".name", "Real");
        }
    }

    @Test
    void theLabelKeepsTheLatestNameOverAReload() {
        Page page = open("/widgets/latest?of=raid");

        twitch.notifyJson("channel.raid", "{\"from_broadcaster_user_name\":\"Bay\",\"viewers\":12}");

        awaitTexts(page, ".name", "Bay");
        assertThat(page.locator(".amount").textContent()).isEqualTo("12 viewers");
        assertThat(page.locator(".label").textContent()).isEqualTo("Latest raid");
        page.reload();
        awaitTexts(page, ".name", "Bay");
    }

    @Test
    void theBoardAddsUpThisStreamAndANewStreamEmptiesIt() {
        twitch.notifyJson("stream.online", "{\"id\":\"s1\",\"started_at\":\"2030-01-01T00:00:00Z\"}");
        Page page = open("/widgets/leaderboard?of=gifts");
        awaitTrue(page, "!document.querySelector('leaderboard-widget').shadowRoot.querySelector('.empty').hidden");

        gift("Ann", 5);
        gift("Bo", 7);
        gift("Ann", 5);

        awaitTexts(page, "li", "1Ann10|2Bo7");
        page.reload();
        awaitTexts(page, "li", "1Ann10|2Bo7");
        twitch.notifyJson("stream.online", "{\"id\":\"s2\",\"started_at\":\"2030-01-02T00:00:00Z\"}");
        awaitTexts(page, "li", "");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theChatObeysModerators() {
        Page page = open("/widgets/chat?lines=4");
        page.setViewportSize(600, 600);
        String bad = say("Bo", "", "bad words", "");
        say("Cy", "#0000FF", "really?", badge("moderator", "") + replyTo(bad, "Bo", "bad words"));
        say("Di", "", "first", "");
        say("Di", "", "second", "");
        awaitTexts(page, ".text", "bad words|really?|first|second");
        assertThat(texts(page, ".badge")).isEqualTo("Mod");
        assertThat(texts(page, ".reply")).isEqualTo("↩ Bo: bad words");

        twitch.notifyJson("channel.chat.message_delete", "{\"message_id\":\"" + bad + "\",\"target_user_id\":\"Bo\"}");
        awaitTexts(page, "li:not(.leaving) .text", "really?|first|second");
        assertThat(page.locator(".reply").count()).isZero();

        twitch.notifyJson("channel.chat.clear_user_messages", "{\"target_user_id\":\"Di\"}");
        awaitTexts(page, "li:not(.leaving) .text", "really?");
        twitch.notifyJson("channel.chat.clear", "{\"broadcaster_user_name\":\"LanternBay\"}");
        awaitTexts(page, "li:not(.leaving) .text", "");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aBusyChatStaysAsLongAsItMayBe() {
        Page page = open("/widgets/chat?lines=12");
        page.setViewportSize(600, 600);
        page.evaluate("""
                () => {
                  window.most = 0;
                  window.paintings = 0;
                  const list = document.querySelector('chat-widget').shadowRoot.querySelector('ol');
                  new MutationObserver(() => { paintings++; most = Math.max(most, list.children.length); }).observe(list, { childList: true });
                }""");

        for (int n = 0; n < 1_000; n++) {
            say("Fan" + n % 50, "", n % 10 == 0 ? "x".repeat(500) : "line " + n, "");
        }

        page.getByText("line 999").waitFor();
        assertThat(((Number) page.evaluate("most")).intValue()).isLessThanOrEqualTo(12);
        assertThat(((Number) page.evaluate("paintings")).intValue()).isLessThan(500);
        assertThat(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
                .isEqualTo(true);
    }

    @Test
    void withoutTheEventTypeTheChatSaysWhatIsMissing() {
        context.route("**/api/status", route -> {
            String status = context.request().get(route.request().url()).text();
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(status.replace("channel.chat.message", "channel.shoutout.create")));
        });
        Page page = open("/widgets/chat");

        page.locator(".hint:not([hidden])").waitFor();

        assertThat(page.locator(".hint").innerText())
                .isEqualTo(
                        "It needs the event types channel.chat.message and channel.chat.message_delete in routes/eventsub.camel.yaml.");
        context.unrouteAll();
    }

    @Test
    void namesAndMessagesOfStrangersAreText() {
        List<Page> pages = List.of(
                open("/widgets/events?messages=1&show=cheer&count=1"),
                open("/widgets/latest?of=cheerer"),
                open("/widgets/leaderboard?count=10"),
                open("/widgets/chat"));

        twitch.notifyJson(
                "channel.cheer",
                "{\"user_id\":\"666\",\"user_name\":\"%1$s\",\"bits\":99999999,\"message\":\"%1$s\",\"is_anonymous\":false}"
                        .formatted(HOSTILE));
        say(HOSTILE, "red;background:url(/x)", HOSTILE, badge(HOSTILE, HOSTILE));

        String shown = HOSTILE.replace("\\u202E", "\u202E");
        for (Page page : pages) {
            await().pollInSameThread().atMost(PATIENCE).until(() -> page.locator(".name, .author")
                    .allTextContents()
                    .contains(shown));
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as(page.url())
                    .isEqualTo(true);
            assertThat(page.locator("img, script:not([type=module])").count()).isZero();
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events",
                "latest?of=cheerer",
                "leaderboard",
                "chat",
                "hypetrain",
                "vote",
                "adbreak",
                "countdown?of=subathon",
                "credits?loop=0&seconds=5",
                "goal?metric=bits",
                "goal?metric=twitch",
                "events?theme=outline",
                "goal?theme=paper"
            })
    void aWidgetCostsLittleAndDoesNothingWhenNothingHappens(String address) throws IOException {
        context.addInitScript("""
                (() => {
                  const { requestAnimationFrame, setInterval } = window;
                  window.nextFrame = requestAnimationFrame.bind(window);
                  window.asked = 0;
                  window.requestAnimationFrame = (callback) => { asked++; return nextFrame(callback); };
                  window.setInterval = (...all) => { asked++; return setInterval(...all); };
                })()""");
        try (CountingForwarder forwarder = new CountingForwarder(port)) {
            Page page = context.newPage();
            page.navigate("http://127.0.0.1:" + forwarder.port() + "/widgets/" + address);
            awaitTrue(page, "document.querySelector('[data-state=live]:not([data-undressed])') !== null");
            awaitTrue(page, "document.fonts.status === 'loaded'");
            settle(page);

            long data = ((Number) page.evaluate(BYTES_OF_DATA)).longValue();
            System.out.printf("%-26s %,6d bytes, %,d of them data%n", address, forwarder.received(), data);
            assertThat(forwarder.received() - data)
                    .isLessThan(MOST_BYTES + (address.contains("theme") ? MOST_BYTES_OF_A_THEME : 0));
            int asked = ((Number) page.evaluate("asked")).intValue();
            page.evaluate(
                    "async () => { for (let n = 0; n < 30; n++) await new Promise((shown) => nextFrame(shown)); }");
            assertThat(page.evaluate("asked")).isEqualTo(asked);
        }
        assertThat(complaints).isEmpty();
    }
}
