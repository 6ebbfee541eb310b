package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;

/**
 * The status of one subscription. Immutable.
 *
 * @param state {@code enabled}, {@code pending}, {@code retrying}, {@code missing scope}, {@code forbidden},
 *     {@code rejected}, {@code revoked}, {@code sign-in required} or {@code disconnected}
 * @param reason why the subscription is not enabled, in words; null while it is
 * @param id Twitch's id of the subscription, or null
 * @param cost the subscription's part of Twitch's total cost of 10, or null
 * @param lastEventAt the time of the last event of this type, or null
 * @param missingScopes the scopes that the sign-in lacks for this type; empty when none is missing or nobody is signed
 *     in
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
