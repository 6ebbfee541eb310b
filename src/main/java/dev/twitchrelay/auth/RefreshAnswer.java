package dev.twitchrelay.auth;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The meaning of Twitch's answer to a refresh. Twitch documents 400 and 401 for dead tokens (<a
 * href="https://dev.twitch.tv/docs/authentication/refresh-tokens/">Refreshing Access Tokens</a>); only the message
 * tells a missing or wrong secret.
 *
 * @param pair the new tokens, or null
 * @param failure the failure, or null
 */
record RefreshAnswer(TokenPair pair, Exception failure) {
    static final String SIGN_IN = "sign in with the code on the relay's page or in its log";

    static RefreshAnswer read(OAuthClient.Answer answer, TokenPair spent, Instant now) {
        int status = answer.status();
        if (status == 200) {
            try {
                TokenPair fresh = OAuthClient.tokens(answer, now);
                return new RefreshAnswer(
                        fresh.refresh() == null
                                ? new TokenPair(fresh.access(), spent.refresh(), fresh.expiresAt())
                                : fresh,
                        null);
            } catch (IOException e) {
                return new RefreshAnswer(null, e);
            }
        }
        if (status != 400 && status != 401 && status != 403) {
            return new RefreshAnswer(null, new IOException("Twitch answered the token refresh with " + status));
        }
        String message = answer.message().toLowerCase(Locale.ROOT);
        String refusal = "Twitch refuses to refresh the token (" + status + " " + answer.message() + "): ";
        if (message.contains("secret")) {
            return new RefreshAnswer(
                    null,
                    new RefreshRefusedException(
                            refusal
                                    + "set twitch.client-secret (TWITCH_CLIENT_SECRET) to the secret of the application,"
                                    + " or register it as a public one, and restart",
                            false));
        }
        if (message.contains("invalid client")) {
            return new RefreshAnswer(
                    null,
                    new RefreshRefusedException(
                            refusal
                                    + "set twitch.client-id (TWITCH_CLIENT_ID) to the application that the token came from,"
                                    + " and restart",
                            false));
        }
        return new RefreshAnswer(null, new RefreshRefusedException(refusal + SIGN_IN, true));
    }

    static RefreshAnswer unreachable(Throwable failure) {
        return new RefreshAnswer(
                null,
                new IOException(
                        "cannot reach Twitch to refresh the token: "
                                + TokenChanges.cause(failure).getMessage(),
                        failure));
    }

    CompletionStage<TokenPair> stage() {
        return failure == null ? CompletableFuture.completedFuture(pair) : CompletableFuture.failedFuture(failure);
    }
}
