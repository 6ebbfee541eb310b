package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;

/**
 * The status of a session, for people and monitors. All counts are since the start. Immutable.
 *
 * @param state {@code stopped}, {@code signing in}, {@code connecting}, {@code live}, {@code handing over} or
 *     {@code waiting}
 * @param reason why the session is not live, in words; null while it is
 * @param connectedAt the time of the welcome of the current session's first socket, or null
 * @param lastFrameAt the time of the latest text message on any socket, or null
 * @param keepaliveSeconds the longest silence that Twitch promised in the latest welcome, or null before the first
 *     welcome
 * @param connects the number of sockets that were opened
 * @param handovers the number of successful reconnects that Twitch asked for
 * @param messages the number of notifications and revocations that were given to the route
 * @param duplicates the number of repeats that were dropped
 * @param invalid the number of messages that could not be read and were skipped
 * @param lastLoss how the latest lost socket ended, or null
 * @param subscriptions the status of each subscription
 */
public record SessionStatus(
        String state,
        String reason,
        Instant connectedAt,
        Instant lastFrameAt,
        Long keepaliveSeconds,
        long connects,
        long handovers,
        long messages,
        long duplicates,
        long invalid,
        String lastLoss,
        List<SubscriptionStatus> subscriptions) {}
