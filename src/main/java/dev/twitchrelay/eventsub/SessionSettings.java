package dev.twitchrelay.eventsub;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;

/**
 * The time limits of a session. Immutable.
 *
 * @param welcomeTimeout the longest time from the opening of a socket to its welcome; Twitch names no number, so the
 *     default is 10 s
 * @param handoverTimeout the time for which Twitch keeps the old socket after {@code session_reconnect}: 30 s
 * @param healthyAfter the age at which a session counts as healthy, so that the backoff starts again; longer than the
 *     10 s after which Twitch closes a session without subscriptions
 * @param backoff the pauses between attempts to connect
 */
record SessionSettings(Duration welcomeTimeout, Duration handoverTimeout, Duration healthyAfter, Backoff backoff) {
    static final SessionSettings DEFAULTS = new SessionSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2)));
}
