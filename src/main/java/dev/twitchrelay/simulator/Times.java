package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The durations in force right now. Loop-confined, because a test may change them while the simulator runs. */
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

    /** Whole seconds for a JSON member such as {@code expires_in}; never 0 for something that still lives. */
    static long wholeSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
