package dev.twitchrelay.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The place where all candidates see the {@link Lease}. Of several simultaneous writes one succeeds. Not thread-safe;
 * {@link LeaderElection} calls it on its own thread.
 */
interface LeaseStore extends AutoCloseable {

    /** The current lease; empty when there has never been one. */
    Optional<Lease> read() throws IOException;

    /**
     * Takes the lease in the term after the seen lease.
     *
     * @param seen the last result of {@link #read()}
     * @return the new lease; empty when another candidate has written meanwhile
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
    void close();
}
