package dev.twitchrelay.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of one thing may be held at the same time, by one address and by all together. A quota of an address takes from
 * the quota of all, too. Thread-safe.
 */
final class Quota {
    private final Quota all;
    private final long most;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param all what all addresses share; null if this is it
     * @param most 0 or more
     */
    Quota(Quota all, long most) {
        this.all = all;
        this.most = most;
    }

    /** Takes as much, or nothing when it would be more than there may be. */
    boolean take(long amount) {
        if (used.addAndGet(amount) > most || (all != null && !all.take(amount))) {
            used.addAndGet(-amount);
            return false;
        }
        return true;
    }

    /** Notes what is held already, though it may be more than there may be; negative gives back. */
    void note(long amount) {
        if (amount == 0) {
            return;
        }
        used.addAndGet(amount);
        if (all != null) {
            all.note(amount);
        }
    }

    /** Gives back what was taken or noted. */
    void give(long amount) {
        note(-amount);
    }

    boolean isExceeded() {
        return used.get() > most;
    }

    long used() {
        return used.get();
    }

    long most() {
        return most;
    }
}
