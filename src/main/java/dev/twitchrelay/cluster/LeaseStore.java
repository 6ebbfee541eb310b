package dev.twitchrelay.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The place where all candidates see a lease, such as the lease of the leader. Of several simultaneous writes, one succeeds. Not
 * thread-safe; each candidate calls it on one thread.
 */
public interface LeaseStore {

    /**
     * The lease as it was last stored. Immutable.
     *
     * @param holder the holder's name; empty when the holder gave the lease back
     * @param term the number of this holding, greater than all earlier numbers
     * @param version changes with every write; its form depends on the store
     * @param duration the time after a write at which the lease ends
     * @param offered whether the holder offers the lease, because it cannot publish
     */
    record Lease(String holder, long term, String version, Duration duration, boolean offered) {}

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
     * Writes this candidate's lease once more.
     *
     * @return the lease; empty when somebody has written since this store last read or wrote
     */
    Optional<Lease> rewrite(Lease own, boolean offered) throws IOException;

    /**
     * Renews this candidate's lease.
     *
     * @return the renewed lease; empty when another candidate holds it now
     */
    default Optional<Lease> renew(Lease own, boolean offered) throws IOException {
        Optional<Lease> renewed = rewrite(own, offered);
        if (renewed.isPresent()) {
            return renewed;
        }
        // a person may have written, or this candidate itself without getting the answer
        Optional<Lease> now = read();
        return now.isPresent()
                        && now.get().holder().equals(own.holder())
                        && now.get().term() == own.term()
                ? rewrite(own, offered)
                : Optional.empty();
    }

    /** Releases this candidate's lease, so that other candidates need not wait for its end. */
    void release(Lease own) throws IOException;
}
