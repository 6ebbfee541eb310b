package dev.twitchrelay.http;

import dev.twitchrelay.kit.EveryMinute;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the clients that a limit stopped, and decides about no client: {@link ConnectionLimits} has the limits. For each
 * limit the log has one line a minute at most, however many clients the limit stops. Thread-safe.
 */
public final class StoppedClientCounts {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedClientCounts.class);

    /** The limit that stopped a client. */
    public enum Limit {
        CONNECTIONS("connections refused, because the relay has reached its limit of connections or files (ulimit -n)"),
        ADDRESS("connections refused, because one address has reached its limit (sse.max-clients-per-address)"),
        STREAMS("HTTP/2 streams refused, because one address has reached its limit"),
        HEAD("connections closed, because the head of a request was not complete in time"),
        BODY("connections closed, because the body of a request was not complete in time"),
        BODIES("requests refused, because too many bytes of request bodies wait"),
        UNTAKEN("connections cut, because the client did not take its answer in time"),
        WAITING("connections cut, because their address has too many requests without an answer"),
        UNANSWERED("connections cut, because a route did not answer in time");

        private final String words;

        Limit(String words) {
            this.words = words;
        }

        /** The limit's name in {@code /api/status} and in metrics. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The words that follow the number of stopped clients, in the log and in {@code doctor}. */
        public String words() {
            return words;
        }
    }

    private static final class Count {
        private final LongAdder total = new LongAdder();
        private final LongAdder unreported = new LongAdder();
        private final EveryMinute line = new EveryMinute();
    }

    private final Map<Limit, Count> counts = new EnumMap<>(Limit.class);

    StoppedClientCounts() {
        for (Limit limit : Limit.values()) {
            counts.put(limit, new Count());
        }
    }

    /** Counts a client that a limit stopped, and reports it if the limit has no line of the last minute. */
    void add(Limit limit, String address) {
        Count count = counts.get(limit);
        count.total.increment();
        count.unreported.increment();
        if (count.line.isDue()) {
            LOG.warn("{} {}; the latest came from {}", count.unreported.sumThenReset(), limit.words, address);
        }
    }

    /** The number of clients that a limit has stopped since the start. */
    public long count(Limit limit) {
        return counts.get(limit).total.sum();
    }

    /** The numbers above 0, by the limits' keys. */
    Map<String, Long> counts() {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((limit, count) -> {
            if (count.total.sum() > 0) {
                found.put(limit.key(), count.total.sum());
            }
        });
        return found;
    }
}
