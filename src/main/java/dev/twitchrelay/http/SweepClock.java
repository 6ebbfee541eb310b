package dev.twitchrelay.http;

/**
 * The time of an event loop's latest sweep over its connections. What is measured against limits of seconds needs no better one, and
 * to ask the system for the time costs a request more than all else that is noted of it. Confined to the event loop.
 */
final class SweepClock {
    private long now = System.nanoTime();

    /** Asks the system for the time. */
    long tick() {
        now = System.nanoTime();
        return now;
    }

    /** As {@link System#nanoTime()} was at the latest tick. */
    long now() {
        return now;
    }
}
