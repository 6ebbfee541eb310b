package dev.twitchrelay.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The tokens of one sign-in. {@link #toString()} hides both. Immutable.
 *
 * @param access null when only a refresh token was configured
 * @param refresh null when there is none; the refresh token of a public application works once
 * @param expiresAt the end of the access token, or null when it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenPair(AccessToken access, String refresh, Instant expiresAt) {
    TokenPair expiring(Instant when) {
        return new TokenPair(access, refresh, when);
    }

    /** Why the sign-in will end by itself, in one sentence; null when the tokens can be refreshed. */
    String warning() {
        return refresh != null
                ? null
                : "there is no refresh token, so the sign-in ends "
                        + (expiresAt == null
                                ? "with the access token"
                                : "at " + expiresAt.truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public String toString() {
        return "TokenPair[hidden, expiresAt=" + expiresAt + "]";
    }
}
