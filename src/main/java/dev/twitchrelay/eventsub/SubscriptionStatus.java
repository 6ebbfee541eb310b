package dev.twitchrelay.eventsub;

import java.time.Instant;

/**
 * How one subscription is doing.
 *
 * @param state {@code enabled}, {@code pending}, {@code retrying}, {@code forbidden}, {@code rejected}, {@code revoked},
 *     {@code sign-in required} or {@code disconnected}
 * @param reason null while enabled, otherwise why, in words
 * @param id Twitch's id of the subscription, or null
 * @param lastEventAt when an event of this type was last delivered, or null
 */
public record SubscriptionStatus(
        String type, String version, String state, String reason, String id, Integer cost, Instant lastEventAt) {}
