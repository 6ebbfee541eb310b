package dev.twitchrelay.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channel's chat room for applications that write: the shown messages, the dropped messages with their reasons, and
 * the rate limits. Thread-safe.
 *
 * @see <a href="https://dev.twitch.tv/docs/chat/#rate-limits">Rate limits of chat</a>
 */
public final class Chat {
    private static final int LINES_KEPT = 200;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int MOST_IN_WINDOW = 20;
    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(2);

    /**
     * A message that Twitch accepted.
     *
     * @param by the writer
     * @param color the color of an announcement; null for a plain message
     * @param dropped the reason why it was not shown, a code such as {@code msg_duplicate}; null when it was shown
     */
    public record Line(Person by, String text, String color, String dropped) {}

    /** The reason why a message is not shown. */
    record Drop(String code, String message) {}

    private final SimulatorLoop loop;
    private final TwitchClock clock;
    private final Observations seen;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Drop> nextDrops = new ArrayDeque<>();
    private final Map<String, Deque<Instant>> written = new HashMap<>();
    private final Map<String, Written> last = new HashMap<>();
    private Instant announced = Instant.MIN;

    private record Written(String text, Instant at) {}

    Chat(SimulatorLoop loop, TwitchClock clock, Observations seen) {
        this.loop = loop;
        this.clock = clock;
        this.seen = seen;
    }

    /** The latest messages, including dropped messages, oldest first; at most 200. */
    public List<Line> lines() {
        return loop.call(() -> List.copyOf(lines));
    }

    /** Makes the next message accepted but not shown, as AutoMod or the room's mode do. */
    public void dropNext(String code, String message) {
        loop.run(() -> nextDrops.add(new Drop(code, message)));
    }

    /**
     * Writes a message. Call it on the loop.
     *
     * @param privileged true for the broadcaster and moderators, who may repeat a message
     * @return the reason why it is not shown, or null
     */
    Drop write(Person by, String text, boolean privileged) {
        Instant now = clock.now();
        Drop drop = nextDrops.poll();
        Deque<Instant> recent = written.computeIfAbsent(by.id(), id -> new ArrayDeque<>());
        recent.removeIf(at -> !at.plus(WINDOW).isAfter(now));
        Written before = last.get(by.id());
        if (drop == null && recent.size() >= MOST_IN_WINDOW) {
            drop = new Drop("msg_ratelimit", "Your message was not sent because you are sending messages too quickly.");
        }
        if (drop == null
                && !privileged
                && before != null
                && before.text.equals(text)
                && before.at.plus(WINDOW).isAfter(now)) {
            drop = new Drop("msg_duplicate", "Your message is identical to the previous one you sent.");
        }
        if (drop == null) {
            recent.add(now);
            last.put(by.id(), new Written(text, now));
        }
        add(new Line(by, text, null, drop == null ? null : drop.code));
        return drop;
    }

    /**
     * Makes an announcement. Call it on the loop. Returns false when it comes too soon after the previous announcement.
     */
    boolean announce(Person by, String text, String color) {
        Instant now = clock.now();
        if (announced.isAfter(now.minus(BETWEEN_ANNOUNCEMENTS))) {
            return false;
        }
        announced = now;
        add(new Line(by, text, color, null));
        return true;
    }

    private void add(Line line) {
        lines.add(line);
        if (lines.size() > LINES_KEPT) {
            lines.remove(0);
        }
        seen.changed();
    }
}
