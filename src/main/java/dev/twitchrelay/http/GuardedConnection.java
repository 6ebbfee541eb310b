package dev.twitchrelay.http;

/** A connection whose requests have limits. Confined to its event loop. */
interface GuardedConnection {
    /**
     * Ends what takes too long, and goes on with what waits for room.
     *
     * @param now {@link System#nanoTime()}
     */
    void sweep(long now);
}
