package dev.twitchrelay.sse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open streams, in all and per remote address. Thread-safe. */
final class ClientLimits {

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> perAddress = new ConcurrentHashMap<>();

    ClientLimits(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Takes a place; only {@link Admission#ADMITTED} has to be released. */
    Admission admit(String address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return Admission.TOO_MANY_CLIENTS;
        }
        int fromAddress = perAddress.merge(address, 1, Integer::sum);
        if (mostPerAddress > 0 && fromAddress > mostPerAddress) {
            release(address);
            return Admission.TOO_MANY_FROM_ADDRESS;
        }
        return Admission.ADMITTED;
    }

    void release(String address) {
        perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }

    int clients() {
        return all.get();
    }
}
