package dev.twitchrelay.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The only source of the user access token. Callers ask for it at each use and never keep it, because the token changes
 * about every four hours. Thread-safe; no method blocks.
 */
public interface TokenProvider {
    /** The client id that the token was issued to. Every Helix call carries it. */
    String clientId();

    /** The current token. Fails with {@link SignInRequiredException} when a person has to sign in first. */
    CompletionStage<AccessToken> token();

    /**
     * Replaces a token that Twitch refused with 401. All callers with the same token share one request to Twitch,
     * because the refresh token of a public application works once (<a
     * href="https://dev.twitch.tv/docs/authentication/refresh-tokens/">Refreshing Access Tokens</a>).
     *
     * @param rejected the refused token; when it is not the current token any more, the result is the current token
     * @return the new token; fails with {@link SignInRequiredException} when refreshing cannot help, and with another
     *     exception when Twitch could not be reached and a later attempt may work
     */
    CompletionStage<AccessToken> refresh(AccessToken rejected);

    /**
     * Handles a 401 of a Helix resource. Twitch answers 401 also when only the resource is not for this user, so Twitch
     * is asked about the token itself, and the token is refreshed only when it has ended.
     *
     * @param message Twitch's message, or empty
     * @return a token for one more attempt, or null when the token is valid and the resource is refused; fails as
     *     {@link #refresh} does
     */
    CompletionStage<AccessToken> afterRefusal(AccessToken refused, String message);

    /**
     * Whether Twitch has confirmed, within the given time, that the current tokens are valid and belong to this user.
     */
    boolean confirmed(String userId, Duration within);

    /**
     * Takes the result of a validation: the token's user and its end, before which it is refreshed. A token that is not
     * the current one is ignored.
     *
     * @param expiresAt null when Twitch did not name it
     */
    void validated(AccessToken token, String userId, Instant expiresAt);

    /** The fault of the sign-in and its remedy in one sentence, or null while all is well. */
    String problem();

    /** A fault that will end the sign-in later, in one sentence, or null. */
    String warning();
}
