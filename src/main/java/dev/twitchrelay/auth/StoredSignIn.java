package dev.twitchrelay.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * The sign-in as it is stored; {@link FileTokenStore} writes it as JSON with these names. Immutable.
 *
 * @param generation grows with every change, so the larger number is the newer sign-in
 * @param clientId the application that the tokens were issued to; empty when nothing was ever stored
 * @param userId the id of the tokens' user, or of the last tokens' user, or empty; another user is not admitted until
 *     this user signs out
 * @param tokens null when nobody is signed in
 * @param configuration the fingerprint of the newest configured tokens, or empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredSignIn(
        @JsonProperty(required = true) long generation,
        String clientId,
        String userId,
        TokenPair tokens,
        String configuration) {
    static final StoredSignIn NONE = new StoredSignIn(0, "", "", null, "");

    StoredSignIn {
        clientId = Objects.requireNonNullElse(clientId, "");
        userId = Objects.requireNonNullElse(userId, "");
        configuration = Objects.requireNonNullElse(configuration, "");
    }

    /** The same stored sign-in with other tokens in memory. */
    StoredSignIn withTokens(TokenPair known) {
        return new StoredSignIn(generation, clientId, userId, known, configuration);
    }

    /** The same stored sign-in with this user. */
    StoredSignIn withUser(String user) {
        return new StoredSignIn(generation, clientId, user, tokens, configuration);
    }

    /** The same sign-in with refreshed tokens. */
    StoredSignIn refreshed(TokenPair next) {
        return new StoredSignIn(generation + 1, clientId, userId, next, configuration);
    }

    /** The sign-in without tokens, because Twitch refuses them. Their user stays known. */
    StoredSignIn refused() {
        return refreshed(null);
    }

    /** The sign-in without tokens and without a user. */
    StoredSignIn signedOut() {
        return new StoredSignIn(generation + 1, clientId, "", null, configuration);
    }

    StoredSignIn signedIn(String application, String user, TokenPair granted) {
        return new StoredSignIn(generation + 1, application, user, granted, configuration);
    }

    /**
     * The sign-in that is used at the start: the stored one, unless it belongs to another application or the configured
     * tokens changed since.
     */
    StoredSignIn or(ConfiguredTokens configured, String application) {
        StoredSignIn own = clientId.isEmpty() || clientId.equals(application)
                ? this
                : new StoredSignIn(generation, application, "", null, "");
        if (configured.none() || configured.matches(own.configuration)) {
            return own;
        }
        return new StoredSignIn(generation, application, "", configured.pair(), configured.fingerprint());
    }
}
