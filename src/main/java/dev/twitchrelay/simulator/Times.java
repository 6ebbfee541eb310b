package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The current durations of the protocol. Loop-confined, because a test may change them while the simulator runs. */
final class Times {
    private final Map<ProtocolTime, Duration> durations;

    Times(Map<ProtocolTime, Duration> initial) {
        durations = new EnumMap<>(ProtocolTime.class);
        durations.putAll(initial);
    }

    Duration get(ProtocolTime time) {
        return durations.getOrDefault(time, time.production());
    }

    void set(ProtocolTime time, Duration duration) {
        durations.put(time, duration);
    }

    /**
     * The duration in whole seconds, rounded up, for a JSON member such as {@code expires_in}. It is never 0 for a
     * token that is still valid.
     */
    static long wholeSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
