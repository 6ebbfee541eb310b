package dev.twitchrelay.cluster;

import java.time.Duration;

/**
 * Who leads, as it was last written down. Immutable.
 *
 * @param holder the leader's name; empty when it has gone in peace
 * @param term the number of this leadership, greater than that of all before it
 * @param version differs whenever somebody has written; what it looks like is the store's business
 * @param duration how long it is good for after it was written
 * @param offered whether the leader would rather have somebody else lead, because it cannot publish
 * @param abandoned whether the holder is known to be gone, so that nobody needs to wait
 */
record Lease(String holder, long term, String version, Duration duration, boolean offered, boolean abandoned) {

    /** Whether nobody holds it, however fresh it is. */
    boolean isFree() {
        return holder.isEmpty() || abandoned;
    }
}
