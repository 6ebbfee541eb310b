package dev.twitchrelay.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A total that events raise at once and polls correct later. Helix lags behind events, so a lower poll changes nothing
 * while its difference is not larger than the recent additions; otherwise a counter on the screen would step back and
 * forth. Not thread-safe; {@link ChannelStats} calls it under its lock.
 */
final class RunningTotal {
    /**
     * The longest time for which a new follower or subscriber may be missing from the total of a poll. Twitch gives no
     * figure.
     */
    private static final Duration LAG = Duration.ofMinutes(3);

    private final Deque<Instant> recent = new ArrayDeque<>();
    private boolean known;
    private boolean polled;
    private long value;
    /** By how much the latest poll has raised the total: events that are still on their way may be the reason. */
    private long raised;

    private Instant polledAt = Instant.MIN;

    /** The total; 0 while it is not known. */
    long value() {
        return known ? value : 0;
    }

    /**
     * Adds one, unless the latest poll has counted it before the event came. A total that is not known stays so.
     *
     * @param sentAt the time of the event by Twitch's clock
     */
    void add(Instant sentAt, Instant now) {
        forget(now);
        if (raised > 0 && sentAt.isBefore(polledAt)) {
            raised--;
            return;
        }
        recent.add(now);
        value++;
    }

    /** Takes the total of a poll. */
    void polled(long total, Instant now) {
        forget(now);
        raised = known ? Math.max(0, total - value) : 0;
        polledAt = now;
        value = !known || total >= value ? total : Math.min(value, total + recent.size());
        known = true;
        polled = true;
    }

    /** Takes the total of an earlier run or another relay. */
    void restored(long total) {
        recent.clear();
        raised = 0;
        value = total;
        known = true;
        polled = false;
    }

    /**
     * Twitch refuses the number. A total that a poll has read stays; the total of an earlier run does not count any
     * more.
     */
    void refused() {
        known = polled;
    }

    private void forget(Instant now) {
        Instant horizon = now.minus(LAG);
        // an addition from the future means that the clock was set back
        Instant latest = now.plus(LAG);
        while (!recent.isEmpty()
                && (recent.peek().isBefore(horizon) || recent.peek().isAfter(latest))) {
            recent.remove();
        }
    }
}
