package dev.twitchrelay.http;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what clients are stopped from, and tells each kind in one log line a minute at most, however often it happens.
 * Thread-safe.
 */
public final class Abuse {
    private static final Logger LOG = LoggerFactory.getLogger("dev.twitchrelay.abuse");
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** What clients are stopped from. */
    public enum Kind {
        CONNECTIONS(
                "connections refused, because the relay has as many as it may have or has no more files (ulimit -n)"),
        ADDRESS("connections refused, because one address has as many as it may have (sse.max-clients-per-address)"),
        STREAMS("HTTP/2 streams refused, because one address has as many as it may have"),
        HEAD("connections closed, because the head of a request did not come to its end in time"),
        BODY("connections closed, because the body of a request did not come to its end in time"),
        BODIES("requests refused, because too many bytes of request bodies wait"),
        UNTAKEN("connections cut, because the client did not take its answer in time"),
        WAITING("connections cut, because their address has too many requests without an answer"),
        UNANSWERED("connections cut, because a route did not answer in time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Its name in {@code /api/status}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What goes behind their number. */
        public String words() {
            return words;
        }
    }

    private static final class Count {
        private final LongAdder all = new LongAdder();
        private final LongAdder untold = new LongAdder();
        private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - MINUTE_NANOS);
    }

    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);

    Abuse() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new Count());
        }
    }

    /** Counts one, and tells it unless one of the kind was told within the last minute. */
    void seen(Kind kind, String address) {
        Count count = counts.get(kind);
        count.all.increment();
        count.untold.increment();
        long now = System.nanoTime();
        long told = count.toldAt.get();
        if (now - told >= MINUTE_NANOS && count.toldAt.compareAndSet(told, now)) {
            LOG.warn("{} {}; the latest came from {}", count.untold.sumThenReset(), kind.words, address);
        }
    }

    /** How many of a kind there were since the start. */
    public long count(Kind kind) {
        return counts.get(kind).all.sum();
    }

    /** The kinds that there were, by their names in lower case. */
    Map<String, Long> counts() {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((kind, count) -> {
            if (count.all.sum() > 0) {
                found.put(kind.key(), count.all.sum());
            }
        });
        return found;
    }
}
