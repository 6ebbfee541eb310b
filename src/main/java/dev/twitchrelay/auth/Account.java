package dev.twitchrelay.auth;

import java.time.Instant;
import java.util.Set;

/**
 * The user of the token and the channel that the relay serves. Immutable.
 *
 * @param userId the id of the token's user; ids are text without a meaning
 * @param userLogin the login name of the token's user
 * @param broadcasterId the id of the relayed channel
 * @param broadcasterLogin the login name of the relayed channel
 * @param scopes the scopes that the user granted; empty when Twitch did not say
 * @param expiresAt the end of the access token, or null when Twitch did not say
 */
public record Account(
        String userId,
        String userLogin,
        String broadcasterId,
        String broadcasterLogin,
        Set<String> scopes,
        Instant expiresAt) {}
