package dev.twitchrelay.stats;

import java.time.Duration;

/**
 * The delays of Helix against events. Twitch publishes no figures, so they are observed values. Immutable.
 *
 * @param online the longest time for which {@code /streams} may stay empty after a stream began
 * @param offline the longest time for which {@code /streams} may still list an ended stream
 * @param totals the longest time for which a new follower or subscriber may be missing from the totals
 */
public record HelixDelays(Duration online, Duration offline, Duration totals) {
    public static final HelixDelays OBSERVED =
            new HelixDelays(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(3));
}
