package dev.twitchrelay.auth;

import java.time.Instant;

/**
 * What Twitch's token endpoint gives. Neither token shows in {@link #toString()}.
 *
 * @param access null when only a refresh token was configured
 * @param refresh null when there is none; a public application's works once
 * @param expiresAt when the access token ends, or null when that is not known
 */
record TokenPair(AccessToken access, String refresh, Instant expiresAt) {
    TokenPair expiring(Instant when) {
        return new TokenPair(access, refresh, when);
    }

    @Override
    public String toString() {
        return "TokenPair[hidden, expiresAt=" + expiresAt + "]";
    }
}
