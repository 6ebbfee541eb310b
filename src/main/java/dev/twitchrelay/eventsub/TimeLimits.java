package dev.twitchrelay.eventsub;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;

/**
 * The time limits of a session. Immutable.
 *
 * @param welcomeTimeout the longest time from the opening of a socket to its welcome; Twitch names no number, so
 *     the default is 10 s
 * @param handoverTimeout the time for which Twitch keeps the old socket after {@code session_reconnect}: 30 s
 * @param healthyAfter the age at which a session counts as healthy, so that the backoff starts again; longer than
 *     the 10 s after which Twitch closes a session without subscriptions
 * @param backoff the pauses between attempts to connect
 * @see <a href="https://dev.twitch.tv/docs/eventsub/handling-websocket-events/">Getting Events Using WebSockets</a>
 */
record TimeLimits(Duration welcomeTimeout, Duration handoverTimeout, Duration healthyAfter, Backoff backoff) {
    static final TimeLimits DEFAULTS = new TimeLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2)));

    /**
     * The pauses before another attempt to have a session that Twitch refuses while the relay has others. A limit clears when
     * Twitch notices that old sessions ended, which takes minutes (<a
     * href="https://dev.twitch.tv/docs/eventsub/manage-subscriptions/#subscription-limits">Subscription limits</a>).
     */
    static final Backoff REFUSED = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /**
     * The pauses before another look at Twitch's list, which may be late. They grow to ten minutes, because the list may never
     * have the subscription.
     */
    static final Backoff UNCONFIRMED = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10));
}
