package dev.twitchrelay.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A total that events count up at once and polls correct later. Helix lags behind events, so a poll that is lower by no more
 * than the additions it may not have seen yet changes nothing; otherwise a counter on the screen would step back and forth.
 * Not thread-safe.
 */
final class Tally {
    private final Duration lag;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private boolean known;
    private boolean polled;
    private long value;

    /** @param lag how old an addition is when every poll includes it */
    Tally(Duration lag) {
        this.lag = lag;
    }

    /** The total; 0 while it is unknown. */
    long value() {
        return known ? value : 0;
    }

    /** One more. While the total is unknown it stays so: one more than nothing is not one. */
    void add(Instant now) {
        forget(now);
        recent.add(now);
        value++;
    }

    void polled(long total, Instant now) {
        forget(now);
        value = !known || total >= value ? total : Math.min(value, total + recent.size());
        known = true;
        polled = true;
    }

    /** Somebody else counted so many. */
    void told(long total) {
        recent.clear();
        value = total;
        known = true;
        polled = false;
    }

    /** It may not be read: somebody else's number does not count, one that has been read stays. */
    void refused() {
        known = polled;
    }

    private void forget(Instant now) {
        Instant horizon = now.minus(lag);
        // later than now: the clock has been set back
        Instant latest = now.plus(lag);
        while (!recent.isEmpty()
                && (recent.peek().isBefore(horizon) || recent.peek().isAfter(latest))) {
            recent.remove();
        }
    }
}
