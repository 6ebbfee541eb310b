package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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
        List<SubscriptionStatus> subscriptions) {
    /**
     * The status of one subscription. Immutable.
     *
     * @param state {@code enabled}, {@code pending}, {@code retrying}, {@code missing scope}, {@code forbidden},
     *     {@code rejected}, {@code revoked}, {@code sign-in required} or {@code disconnected}
     * @param reason why the subscription is not enabled, in words; null while it is
     * @param id Twitch's id of the subscription, or null
     * @param cost the subscription's part of Twitch's total cost of 10, or null
     * @param lastEventAt the time of the last event of this type, or null
     * @param missingScopes the scopes that the sign-in lacks for this type; empty when none is missing or nobody is
     *     signed in
     */
    public record SubscriptionStatus(
            String type,
            String version,
            String state,
            String reason,
            String id,
            Integer cost,
            Instant lastEventAt,
            List<String> missingScopes) {}

    /**
     * The counters and times of a session since its start. Only the session's {@link SessionLoop} writes them; any
     * thread may read them.
     */
    static final class Counters {
        volatile Instant connectedAt;
        volatile Instant lastFrameAt;
        volatile Long keepaliveSeconds;
        volatile String lastLoss;
        final AtomicLong connects = new AtomicLong();
        final AtomicLong handovers = new AtomicLong();
        final AtomicLong messages = new AtomicLong();
        final AtomicLong duplicates = new AtomicLong();
        final AtomicLong invalid = new AtomicLong();

        SessionStatus status(SessionState state, List<SubscriptionStatus> subscriptions) {
            return new SessionStatus(
                    state.name(),
                    state.reason(),
                    connectedAt,
                    lastFrameAt,
                    keepaliveSeconds,
                    connects.get(),
                    handovers.get(),
                    messages.get(),
                    duplicates.get(),
                    invalid.get(),
                    lastLoss,
                    subscriptions);
        }
    }
}
