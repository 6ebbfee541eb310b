package dev.twitchrelay.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where a {@link Lease} is written down for all candidates to see. Of several who write at once, one succeeds. Not thread-safe. */
interface LeaseStore extends AutoCloseable {

    /** The lease as it is; empty while there has never been one. */
    Optional<Lease> read() throws IOException;

    /**
     * Becomes the holder, in the term after the one that was seen.
     *
     * @param seen what {@link #read()} gave last
     * @return the new lease; empty when somebody else has written meanwhile
     */
    Optional<Lease> take(Optional<Lease> seen, String holder, Duration duration) throws IOException;

    /**
     * Makes the own lease last longer.
     *
     * @return the lease as it is now; empty when it is not the own any more
     */
    Optional<Lease> renew(Lease own, boolean offered) throws IOException;

    /** Lets go of the own lease, so that others need not wait for its end. */
    void release(Lease own) throws IOException;

    @Override
    void close();
}
