package dev.twitchrelay.kit;

import java.time.Duration;

/** Permits one log line a minute. Thread-safe. */
public final class EveryMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long next = System.nanoTime();

    /** Whether the caller may write its line now. */
    public synchronized boolean isDue() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + MINUTE;
        return true;
    }
}
