package dev.twitchrelay.sse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the streams of a hub, in all and for each remote address, and refuses streams beyond the limits. Thread-safe.
 */
final class StreamCounters {

    final LongAdder opened = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder refused = new LongAdder();

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger clients = new AtomicInteger();
    private final ConcurrentMap<String, Integer> clientsByAddress = new ConcurrentHashMap<>();

    /** Whether a client gets a stream. */
    enum Admission {
        ADMITTED,
        SHUTTING_DOWN,
        TOO_MANY_CLIENTS,
        TOO_MANY_FROM_ADDRESS
    }

    /** @param mostPerAddress 0 = unlimited */
    StreamCounters(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts a client if it is within the limits; a client that is {@link Admission#ADMITTED} has to be released. */
    Admission admit(String address) {
        if (clients.incrementAndGet() > most) {
            clients.decrementAndGet();
            return Admission.TOO_MANY_CLIENTS;
        }
        int fromAddress = clientsByAddress.merge(address, 1, Integer::sum);
        if (mostPerAddress > 0 && fromAddress > mostPerAddress) {
            release(address);
            return Admission.TOO_MANY_FROM_ADDRESS;
        }
        return Admission.ADMITTED;
    }

    void release(String address) {
        clientsByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        clients.decrementAndGet();
    }

    int clients() {
        return clients.get();
    }
}
