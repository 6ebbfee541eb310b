package dev.twitchrelay.eventsub;

import java.time.Instant;
import java.util.List;

/**
 * How one subscription is doing.
 *
 * @param state {@code enabled}, {@code pending}, {@code retrying}, {@code missing scope}, {@code forbidden},
 *     {@code rejected}, {@code revoked}, {@code sign-in required} or {@code disconnected}
 * @param reason null while enabled, otherwise why, in words
 * @param id Twitch's id of the subscription, or null
 * @param lastEventAt when an event of this type was last delivered, or null
 * @param missingScopes what the sign-in lacks for this type; empty when nothing, or when nobody is signed in
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
