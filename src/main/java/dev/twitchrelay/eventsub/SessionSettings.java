package dev.twitchrelay.eventsub;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;

/**
 * The times of a session.
 *
 * @param welcomeTimeout how long a new socket may take until its welcome; Twitch names no number, 10 s is sensible
 * @param handoverTimeout how long Twitch keeps the old socket after {@code session_reconnect}: 30 s
 * @param healthyAfter how long a session has to live until the next loss is treated as the first one; longer than the 10 s
 *     after which Twitch closes a session without subscriptions
 * @param backoff between attempts to connect
 */
record SessionSettings(Duration welcomeTimeout, Duration handoverTimeout, Duration healthyAfter, Backoff backoff) {
    static final SessionSettings DEFAULTS = new SessionSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2)));
}
