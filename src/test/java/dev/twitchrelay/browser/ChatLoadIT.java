package dev.twitchrelay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.twitchrelay.support.Thorough;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A chat of a hundred messages a second, with replies, deletions, timeouts, long and right-to-left messages. The test counts the
 * processor time of the page's main thread, so other programs do not change it.
 */
@Thorough
class ChatLoadIT extends EveningFixture {
    private static final int MESSAGES_PER_SECOND = 100;
    private static final int SECONDS = Integer.getInteger("chat.seconds", 8);
    private static final int LINES = 12;
    private static final int MOST_NODES_OF_A_LINE = 8;
    private static final double MOST_BUSY = 25; // percent

    private static final List<String> TEXTS = List.of(
            "gg",
            "that jump was close",
            "x".repeat(500),
            "שלום לכולם, מה קורה?",
            "مساء الخير",
            "夜の散歩、いいね",
            "POGGERS ".repeat(12));

    /** The most lines, and the most nodes, at any moment. */
    private static final String COUNT = """
            () => {
              window.lines = 0;
              window.nodes = 0;
              window.paintings = 0;
              const list = document.querySelector('chat-widget').shadowRoot.querySelector('ol');
              new MutationObserver(() => {
                paintings++;
                lines = Math.max(lines, list.children.length);
                nodes = Math.max(nodes, list.querySelectorAll('*').length);
              }).observe(list, { childList: true });
            }""";

    private static final String WITHIN = """
            [...document.querySelector('chat-widget').shadowRoot.querySelectorAll('li')]
                .every((line) => line.getBoundingClientRect().right <= innerWidth)""";

    /** What happens as the n-th. */
    private static void happens(int n) {
        String user = "Fan" + n % 40;
        String text = TEXTS.get(n % TEXTS.size());
        if (n % 10 == 3) {
            say(user, "#0000FF", text, badge("moderator", "") + replyTo("m" + (n - 1), "Fan" + (n - 1) % 40, text));
        } else if (n % 10 == 7) {
            String said = say(user, "", text, "");
            twitch.notifyJson("channel.chat.message_delete", "{\"message_id\":\"" + said + "\"}");
        } else {
            say(user, "", text, badge("subscriber", String.valueOf(n % 40)));
        }
        if (n % 100 == 50) {
            timeout(user);
        }
    }

    private static void timeout(String user) {
        twitch.notifyJson("channel.chat.clear_user_messages", "{\"target_user_id\":\"" + user + "\"}");
    }

    private static int number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).intValue();
    }

    @Test
    void aHundredMessagesASecondLeaveTheProcessorToTheGame() throws InterruptedException {
        Page page = open("/widgets/chat?lines=" + LINES);
        page.setViewportSize(600, 900);
        page.evaluate(COUNT);
        PageMetrics metrics = new PageMetrics(context, page);
        int all = MESSAGES_PER_SECOND * SECONDS;

        PageMetrics.Span storm = metrics.during(
                MESSAGES_PER_SECOND,
                n -> {
                    if (n < all) {
                        happens(n);
                    } else if (n == all) {
                        say("Last", "", "the last line", "");
                    }
                },
                () -> page.getByText("the last line").waitFor());
        shootOnAir(page, "chat-storm");

        System.out.printf(
                "chat at %.0f messages/s: main thread %.1f %%, %d paintings in %.1f s, at most %d lines and %d nodes%n",
                all / storm.seconds(),
                storm.busy(),
                number(page, "paintings"),
                storm.seconds(),
                number(page, "lines"),
                number(page, "nodes"));
        assertThat(storm.busy()).isLessThan(MOST_BUSY);
        // a line that was deleted is there for a moment, while it fades
        assertThat(number(page, "lines")).isLessThanOrEqualTo(2 * LINES);
        assertThat(number(page, "nodes")).isLessThanOrEqualTo(2 * LINES * MOST_NODES_OF_A_LINE);
        assertThat(page.evaluate(WITHIN)).isEqualTo(true);
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"))
                .isEqualTo(true);

        String someone = page.locator(".author").first().textContent();
        timeout(someone);
        awaitTrue(
                page,
                "![...document.querySelector('chat-widget').shadowRoot.querySelectorAll('li:not(.leaving) .author')]"
                        + ".some((one) => one.textContent === '" + someone + "')");
        assertThat(complaints).isEmpty();
    }
}
