package dev.twitchrelay.sse;

import java.time.Duration;
import java.util.List;

/**
 * The settings of a {@link SseHub}. Immutable. A null stands for the default; a value out of range is refused with a
 * sentence that names the setting.
 *
 * @param history {@code sse.history}: how many events the history holds, 1 to 100,000; default 1000
 * @param maxClients {@code sse.max-clients}: how many streams may be open at the same time, at least 1; default 20,000
 * @param maxClientsPerAddress {@code sse.max-clients-per-address}: the same for each remote address; 0 = unlimited, for
 *     a relay behind a reverse proxy, where all clients come from the address of the proxy; default 200
 * @param heartbeat {@code sse.heartbeat}: the silence after which a client gets a {@code ping}, 10 ms to 1 h; default
 *     15 s
 * @param slowClientTimeout {@code sse.slow-client-timeout}: how long a client may read nothing before it is cut, 10 ms
 *     to 1 h; default 30 s
 * @param retry {@code sse.retry}: the reconnect delay that clients are told when they connect, 1 ms to 1 h; default 3 s
 * @param allowedOrigins {@code sse.allowed-origins}: the origins whose pages may read the streams; {@code *} = all,
 *     none = no page of another origin; default {@code *}
 */
public record SseSettings(
        Integer history,
        Integer maxClients,
        Integer maxClientsPerAddress,
        Duration heartbeat,
        Duration slowClientTimeout,
        Duration retry,
        List<String> allowedOrigins) {

    private static final Duration HOUR = Duration.ofHours(1);

    public SseSettings {
        history = atLeast("sse.history", history == null ? 1000 : history, 1);
        if (history > 100_000) {
            throw new IllegalArgumentException("sse.history must be at most 100000, but is " + history
                    + ": every message of the history is held in memory");
        }
        maxClients = atLeast("sse.max-clients", maxClients == null ? 20_000 : maxClients, 1);
        maxClientsPerAddress =
                atLeast("sse.max-clients-per-address", maxClientsPerAddress == null ? 200 : maxClientsPerAddress, 0);
        heartbeat = within("sse.heartbeat", heartbeat == null ? Duration.ofSeconds(15) : heartbeat, 10);
        slowClientTimeout = within(
                "sse.slow-client-timeout", slowClientTimeout == null ? Duration.ofSeconds(30) : slowClientTimeout, 10);
        retry = within("sse.retry", retry == null ? Duration.ofSeconds(3) : retry, 1);
        allowedOrigins = allowedOrigins == null ? List.of("*") : List.copyOf(allowedOrigins);
        allowedOrigins.forEach(SseSettings::checkOrigin);
    }

    /** The default of every setting. */
    public static SseSettings defaults() {
        return new SseSettings(null, null, null, null, null, null, null);
    }

    private static int atLeast(String setting, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(setting + " must be at least " + least + ", but is " + value);
        }
        return value;
    }

    private static Duration within(String setting, Duration value, long leastMillis) {
        if (value.compareTo(Duration.ofMillis(leastMillis)) < 0 || value.compareTo(HOUR) > 0) {
            throw new IllegalArgumentException(setting + " must be between " + leastMillis + " ms and 1 h, but is "
                    + value.toMillis() + " ms; write it with its unit, for example 15s");
        }
        return value;
    }

    private static void checkOrigin(String origin) {
        if (!origin.equals("*") && !origin.matches("https?://[^/\\s,*]+")) {
            throw new IllegalArgumentException("sse.allowed-origins must be * or origins like https://example.org "
                    + "(scheme, host, port, no path), but contains '" + origin + "'");
        }
    }
}
