package dev.twitchrelay.stats;

import java.time.Duration;

/**
 * How far Helix is behind events. Twitch publishes no figures; these are what people observed.
 *
 * @param online how long {@code /streams} may still be empty after a stream began
 * @param offline how long {@code /streams} may still list a stream that ended
 * @param totals how long a new follower or subscriber may be missing from the totals
 */
public record Lag(Duration online, Duration offline, Duration totals) {
    public static final Lag OBSERVED = new Lag(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(3));
}
