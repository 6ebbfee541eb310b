package dev.twitchrelay.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The one source of the user access token. Ask at the moment of use and never keep the answer: the token changes about
 * every four hours. Thread-safe; nothing here blocks.
 */
public interface TokenProvider {
    /** The client id that the token was issued to; goes into every Helix call. */
    String clientId();

    /** The current token. Fails with {@link SignInRequiredException} when a person has to sign in first. */
    CompletionStage<AccessToken> token();

    /**
     * Replaces a token that Twitch answered with 401. However many callers report the same token, Twitch is asked once,
     * because a public client's refresh token works a single time
     * (<a href="https://dev.twitch.tv/docs/authentication/refresh-tokens/">Refreshing Access Tokens</a>).
     *
     * @param rejected the token that was refused; when it is not the current one any more, the current one is the answer
     * @return the new token; fails with {@link SignInRequiredException} when refreshing cannot help, and with another
     *     exception when Twitch could not be reached and a later attempt may work
     */
    CompletionStage<AccessToken> refresh(AccessToken rejected);

    /**
     * A resource of Helix answered 401 to this token. That alone says nothing about the sign-in: Twitch also answers so
     * where one resource is not for this user. So Twitch is asked about the token itself, and only when it has ended it
     * is refreshed.
     *
     * @param message what Twitch said, or the empty text
     * @return a token that is worth one more try, or null when the token is well and the resource is refused; fails as
     *     {@link #refresh} does
     */
    CompletionStage<AccessToken> afterRefusal(AccessToken refused, String message);

    /** Whether Twitch has said, not longer ago than this, that the current tokens are good and this user's. */
    boolean confirmed(String userId, Duration within);

    /**
     * Validation told whose token it is and when it ends; it is refreshed before. A token that is not the current one is
     * ignored.
     *
     * @param expiresAt null when Twitch did not say
     */
    void validated(AccessToken token, String userId, Instant expiresAt);

    /** Null while all is well, otherwise one sentence: what is wrong with the sign-in and what to do. */
    String problem();

    /** Null, or what will end the sign-in although all is well now, in one sentence. */
    String warning();
}
