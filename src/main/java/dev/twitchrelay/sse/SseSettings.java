package dev.twitchrelay.sse;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings of one {@link SseHub}. Immutable; a null stands for the default, a value out of range is refused with one
 * sentence that names the setting.
 *
 * @param history              {@code sse.history}: how many messages can be replayed, 1 to 100,000; default 1000
 * @param maxClients           {@code sse.max-clients}: streams open at the same time, at least 1; default 20,000
 * @param maxClientsPerAddress {@code sse.max-clients-per-address}: the same per remote address; 0 = unlimited, which a
 *                             reverse proxy needs because all clients then come from its address; default 200
 * @param heartbeat            {@code sse.heartbeat}: silence after which a client gets a {@code ping}, 10 ms to 1 h;
 *                             default 15 s
 * @param slowClientTimeout    {@code sse.slow-client-timeout}: how long a client may take nothing at all before its
 *                             connection is cut, 10 ms to 1 h; default 30 s
 * @param retry                {@code sse.retry}: the reconnect delay that clients are told when they connect, 1 ms to
 *                             1 h; default 3 s
 * @param shutdownRetry        {@code sse.shutdown-retry}: the shortest and longest of the reconnect delays that clients
 *                             are told at shutdown, a different one each; default 500 ms to 5 s
 * @param allowedOrigins       {@code sse.allowed-origins}: origins whose pages may read the streams; {@code *} = all,
 *                             none = no page of another origin; default {@code *}
 * @param types                the types of message that this hub carries
 */
public record SseSettings(
        Integer history,
        Integer maxClients,
        Integer maxClientsPerAddress,
        Duration heartbeat,
        Duration slowClientTimeout,
        Duration retry,
        DelayRange shutdownRetry,
        List<String> allowedOrigins,
        MessageTypes types) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
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
        shutdownRetry =
                shutdownRetry == null ? new DelayRange(Duration.ofMillis(500), Duration.ofSeconds(5)) : shutdownRetry;
        allowedOrigins = allowedOrigins == null ? List.of("*") : List.copyOf(allowedOrigins);
        allowedOrigins.forEach(SseSettings::checkOrigin);
        types = types == null ? new MessageTypes(List.of("stats", "event"), "stats", "event") : types;
    }

    /** The defaults of every setting. */
    public static SseSettings defaults() {
        return new SseSettings(null, null, null, null, null, null, null, null, null);
    }

    /**
     * A range of delays, both ends included.
     *
     * @param shortest at least 1 ms
     * @param longest  not shorter than {@code shortest}, at most 1 h
     */
    public record DelayRange(Duration shortest, Duration longest) {
        public DelayRange {
            within("sse.shutdown-retry", shortest, 1);
            within("sse.shutdown-retry", longest, 1);
            if (longest.compareTo(shortest) < 0) {
                throw new IllegalArgumentException(
                        "sse.shutdown-retry must run from the shorter to the longer delay, but " + longest
                                + " is shorter than " + shortest);
            }
        }
    }

    /**
     * The types of message that a hub carries.
     *
     * @param known      all types, at least one
     * @param latestOnly the type of which only the latest message matters: new clients get it as a snapshot and it is
     *                   never replayed; null = none
     * @param named      the type whose messages {@code ?events=} restricts by name; null = none
     */
    public record MessageTypes(List<String> known, String latestOnly, String named) {
        public MessageTypes {
            known = List.copyOf(known);
            if (known.isEmpty() || !known.stream().allMatch(SseSettings::isName)) {
                throw new IllegalArgumentException("The types of a hub must be one or more names of "
                        + "letters, digits, dot, dash and underscore, but are " + known);
            }
            requireKnown(known, latestOnly);
            requireKnown(known, named);
        }

        private static void requireKnown(List<String> known, String type) {
            if (type != null && !known.contains(type)) {
                throw new IllegalArgumentException(type + " is not one of the hub's types " + known);
            }
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
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
