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

    /** The total; 0 while it is not known. */
    long value() {
        return known ? value : 0;
    }

    /** Adds one. A total that is not known stays so. */
    void add(Instant now) {
        forget(now);
        recent.add(now);
        value++;
    }

    /** Takes the total of a poll. */
    void polled(long total, Instant now) {
        forget(now);
        value = !known || total >= value ? total : Math.min(value, total + recent.size());
        known = true;
        polled = true;
    }

    /** Takes the total of an earlier run or another relay. */
    void restored(long total) {
        recent.clear();
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
