package dev.twitchrelay.cluster;

import java.time.Duration;

/**
 * The leadership as it was last stored. Immutable.
 *
 * @param holder the leader's name; empty when the leader gave the leadership back
 * @param term the number of this leadership, greater than all earlier numbers
 * @param version changes with every write; its form depends on the store
 * @param duration the time after a write at which the lease ends
 * @param offered whether the leader offers the lease, because it cannot publish
 * @param abandoned whether the holder is known to be gone, so that candidates need not wait
 */
record Lease(String holder, long term, String version, Duration duration, boolean offered, boolean abandoned) {

    /** Whether no candidate holds the lease, regardless of its age. */
    boolean isFree() {
        return holder.isEmpty() || abandoned;
    }
}
