package dev.twitchrelay.kit;

import java.time.Duration;

/** Lets one log line through, and then another one a minute later at the earliest. Thread-safe. */
public final class EveryMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long next = System.nanoTime();

    /** Whether the line is to be written now. */
    public synchronized boolean isDue() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + MINUTE;
        return true;
    }
}
