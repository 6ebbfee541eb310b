package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;

/**
 * How a session is doing, for people and monitors. All counts are since the start.
 *
 * @param state {@code stopped}, {@code signing in}, {@code connecting}, {@code live}, {@code handing over} or
 *     {@code waiting}
 * @param reason null while all is well, otherwise why, in words
 * @param connectedAt when the session's first socket was welcomed, or null
 * @param lastFrameAt when the latest text message came, on any socket, or null
 * @param keepaliveSeconds the longest silence that Twitch promised at the latest welcome, or null before the first
 * @param connects sockets opened
 * @param handovers reconnects that Twitch asked for and that succeeded
 * @param messages notifications given to the route
 * @param duplicates repeats that were dropped
 * @param invalid messages that could not be read and were skipped
 * @param lastLoss how the latest socket that was lost ended, or null
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
