package dev.twitchrelay.cluster;

import dev.twitchrelay.cluster.LeaseStore.Lease;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A candidate's view of a lease that others may hold. It decides whether the lease is free. A lease counts from the time at
 * which its last change was <em>seen</em>, so clocks need not agree. The time for which the lease could not be read does not
 * count, because the holder could not renew it either. Not thread-safe.
 */
final class LeaseWatch {
    private final LeaseStore store;
    private final String self;
    private final Predicate<String> isGone;
    private final LongSupplier nanoTime;
    private Optional<Lease> seen = Optional.empty();
    private boolean isKnown;
    private long changedAt;

    /**
     * @param self the candidate's name
     * @param isGone whether the process of a holder is known to have ended
     * @param nanoTime the monotonic clock
     */
    LeaseWatch(LeaseStore store, String self, Predicate<String> isGone, LongSupplier nanoTime) {
        this.store = store;
        this.self = self;
        this.isGone = isGone;
        this.nanoTime = nanoTime;
    }

    /** Reads the lease. */
    void look() throws IOException {
        boolean before = isKnown;
        isKnown = false;
        Optional<Lease> now = store.read();
        if (!before || !now.map(Lease::version).equals(seen.map(Lease::version))) {
            changedAt = nanoTime.getAsLong();
        }
        seen = now;
        isKnown = true;
    }

    /** The lease as it was last read. */
    Optional<Lease> seen() {
        return seen;
    }

    /** Whether a candidate may take the lease, as far as is known since the last look. */
    boolean isFree() {
        return seen.isEmpty()
                || seen.get().holder().isEmpty()
                || seen.get().holder().equals(self)
                || isGone.test(seen.get().holder())
                || nanoTime.getAsLong() - changedAt > seen.get().duration().toNanos();
    }

    /** The name of the holder; empty while the lease is free. */
    String holder() {
        return isFree() ? "" : seen.get().holder();
    }
}
