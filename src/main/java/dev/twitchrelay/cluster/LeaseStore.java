package dev.twitchrelay.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The place where all candidates see the lease of the leader. Of several simultaneous writes, one succeeds. Not
 * thread-safe; {@link LeaderElection} calls it on its own thread.
 */
public interface LeaseStore extends AutoCloseable {

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

    /** The current lease; empty when there has never been one. */
    Optional<Lease> read() throws IOException;

    /**
     * Takes the lease in the term after the seen lease.
     *
     * @param seen the last result of {@link #read()}
     * @return the new lease; empty when another candidate has written in the meantime
     */
    Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException;

    /**
     * Renews this candidate's lease.
     *
     * @return the renewed lease; empty when another candidate holds it now
     */
    Optional<Lease> renew(Lease own, boolean offered) throws IOException;

    /** Releases this candidate's lease, so that other candidates need not wait for its end. */
    void release(Lease own) throws IOException;

    @Override
    default void close() {}
}
