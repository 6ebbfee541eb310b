package dev.twitchrelay.auth;

import java.time.Instant;
import java.util.Set;

/**
 * Whose token it is, and whose channel the relay serves.
 *
 * @param userId the token's user; ids are opaque text
 * @param userLogin the token's user as login name
 * @param broadcasterId the channel that is relayed
 * @param broadcasterLogin its login name
 * @param scopes what the user granted; empty when Twitch did not say
 * @param expiresAt when the access token ends, or null when Twitch did not say
 */
public record Account(
        String userId,
        String userLogin,
        String broadcasterId,
        String broadcasterLogin,
        Set<String> scopes,
        Instant expiresAt) {}
