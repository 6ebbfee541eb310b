package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Failures;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Twitch's OAuth endpoints (<a href="https://dev.twitch.tv/docs/authentication/">Authentication</a>). It sends requests
 * and reads answers; it keeps no token. Thread-safe; stages complete on Vert.x threads.
 */
public final class OAuthClient {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String AUTH_URL = "twitch.auth.url (TWITCH_AUTH_URL)";

    /** Twitch refuses to refresh the tokens for good. The message gives the reason and the remedy. */
    static final class RefreshRefusedException extends Exception {
        private final boolean tokensDead;

        /** @param tokensDead false when the same tokens would work with another client id or secret */
        RefreshRefusedException(String message, boolean tokensDead) {
            super(message);
            this.tokensDead = tokensDead;
        }

        boolean tokensDead() {
            return tokensDead;
        }
    }

    private final WebClient http;
    private final String authUrl;
    private final String clientId;
    private final String clientSecret;
    private final ClockSkew skew;

    /**
     * @param authUrl the base URL, {@code https://id.twitch.tv/oauth2} in production
     * @param clientSecret null or blank for a public application
     * @param skew gets the time of Twitch's answers
     */
    public OAuthClient(WebClient http, String authUrl, String clientId, String clientSecret, ClockSkew skew) {
        this.http = http;
        this.authUrl = authUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.skew = skew;
    }

    String clientId() {
        return clientId;
    }

    /**
     * Refreshes the tokens; a public application's refresh token works only once (<a
     * href="https://dev.twitch.tv/docs/authentication/refresh-tokens/">Refreshing Access Tokens</a>).
     *
     * @return fails with {@link RefreshRefusedException} when Twitch will never accept the refresh token, with
     *     {@link IOException} when a later attempt may work
     */
    CompletionStage<TokenPair> refresh(TokenPair spent, Clock clock) {
        MultiMap form = form().set("grant_type", "refresh_token").set("refresh_token", spent.refresh());
        if (clientSecret != null && !clientSecret.isBlank()) {
            form.set("client_secret", clientSecret);
        }
        return post("/token", form)
                .handle((answer, failure) -> failure == null
                        ? refreshed(answer, spent, clock.instant())
                        : CompletableFuture.<TokenPair>failedFuture(new IOException(
                                "cannot reach Twitch to refresh the token: "
                                        + Failures.cause(failure).getMessage(),
                                failure)))
                .thenCompose(pair -> pair);
    }

    /** Twitch documents 400 and 401 for dead tokens; only the message tells a missing or wrong secret. */
    private static CompletableFuture<TokenPair> refreshed(TwitchAnswer answer, TokenPair spent, Instant now) {
        int status = answer.status();
        if (status == 200) {
            try {
                TokenPair fresh = tokens(answer, now);
                return CompletableFuture.completedFuture(
                        fresh.refresh() == null
                                ? new TokenPair(fresh.access(), spent.refresh(), fresh.expiresAt())
                                : fresh);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        if (status != 400 && status != 401 && status != 403) {
            return CompletableFuture.failedFuture(new IOException("Twitch answered the token refresh with " + status));
        }
        String message = answer.message().toLowerCase(Locale.ROOT);
        boolean otherSecret = message.contains("secret");
        boolean otherClient = message.contains("invalid client");
        String remedy = otherSecret
                ? "set twitch.client-secret (TWITCH_CLIENT_SECRET) to the secret of the application,"
                        + " or register it as a public one, and restart"
                : otherClient
                        ? "set twitch.client-id (TWITCH_CLIENT_ID) to the application that the token came from,"
                                + " and restart"
                        : SignInRequiredException.SIGN_IN;
        return CompletableFuture.failedFuture(new RefreshRefusedException(
                "Twitch refuses to refresh the token (" + status + " " + answer.message() + "): " + remedy,
                !otherSecret && !otherClient));
    }

    /** Asks for the account of a token. Completes with any HTTP answer; fails only when there is none. */
    CompletionStage<TwitchAnswer> validate(AccessToken token) {
        return http.getAbs(authUrl + "/validate")
                .putHeader("Authorization", "OAuth " + token.value())
                .timeout(TIMEOUT_MILLIS)
                .send()
                .map(this::read)
                .recover(failure -> Future.failedFuture(unreachable("/validate", failure)))
                .toCompletionStage();
    }

    /** Begins a sign-in by device code. Fails when there is no answer, or an answer that cannot be Twitch's. */
    CompletionStage<TwitchAnswer> device(String scopes) {
        return post("/device", form().set("scopes", scopes));
    }

    /**
     * Asks for the result of a sign-in by device code. Fails when there is no answer, or an answer that cannot be
     * Twitch's.
     */
    CompletionStage<TwitchAnswer> poll(String deviceCode, String scopes) {
        return post(
                "/token",
                form().set("grant_type", DEVICE_GRANT)
                        .set("device_code", deviceCode)
                        .set("scopes", scopes));
    }

    /**
     * Revokes the access token. The result says whether Twitch confirmed it. A token that had ended before counts as
     * confirmed, and so does a missing token.
     */
    CompletionStage<Boolean> revoke(TokenPair tokens) {
        return tokens == null || tokens.access() == null
                ? CompletableFuture.completedFuture(true)
                : post("/revoke", form().set("token", tokens.access().value()))
                        .handle((answer, failure) ->
                                failure == null && (answer.status() == 200 || answer.status() == 400));
    }

    /**
     * The tokens of a successful answer.
     *
     * @throws IOException when the answer has no access token
     */
    static TokenPair tokens(TwitchAnswer answer, Instant now) throws IOException {
        String access = answer.text("access_token");
        if (access.isBlank()) {
            throw new IOException("Twitch's token endpoint answered " + answer.status() + " without an access_token");
        }
        String refresh = answer.text("refresh_token");
        return new TokenPair(new AccessToken(access), refresh.isBlank() ? null : refresh, expiresAt(answer, now));
    }

    /** The granted scopes of an answer; empty when it names none. */
    static Set<String> scopes(TwitchAnswer answer) {
        Set<String> scopes = new LinkedHashSet<>();
        answer.body().path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return scopes;
    }

    /** The end of the token of an answer, or null when the answer does not name it. */
    static Instant expiresAt(TwitchAnswer answer, Instant now) {
        long seconds = answer.body().path("expires_in").asLong(0);
        return seconds > 0 ? now.plusSeconds(seconds) : null;
    }

    private MultiMap form() {
        return MultiMap.caseInsensitiveMultiMap().set("client_id", clientId);
    }

    private CompletionStage<TwitchAnswer> post(String path, MultiMap form) {
        return http.postAbs(authUrl + path)
                .timeout(TIMEOUT_MILLIS)
                .sendForm(form)
                .recover(failure -> Future.failedFuture(unreachable(path, failure)))
                .map(this::read)
                .compose(answer -> isTwitch(path, answer)
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(new IOException(wrongAddress(path, answer))))
                .toCompletionStage();
    }

    private static boolean isTwitch(String path, TwitchAnswer answer) {
        return answer.status() == 200
                ? !answer.body().isEmpty() || path.equals("/revoke")
                : !answer.isFromAnotherServer();
    }

    /**
     * The reason why an answer to {@link #validate} cannot be Twitch's, or null. {@link #validate} itself accepts such
     * an answer, because some mocks of Twitch have no such address.
     */
    String addressProblem(TwitchAnswer answer) {
        return isTwitch("/validate", answer) ? null : wrongAddress("/validate", answer);
    }

    private String wrongAddress(String path, TwitchAnswer answer) {
        return "the address is wrong: " + authUrl + path + " answered " + answer.status()
                + (answer.status() == 200 ? ", but not with JSON" : "") + ": set " + AUTH_URL
                + " to https://id.twitch.tv/oauth2, or leave it out";
    }

    private IOException unreachable(String path, Throwable failure) {
        return new IOException(
                "no answer from " + authUrl + path + ", the address of the setting " + AUTH_URL + ": "
                        + Failures.text(failure),
                failure);
    }

    private TwitchAnswer read(HttpResponse<Buffer> response) {
        skew.note(response.getHeader("Date"));
        return TwitchAnswer.of(response, null);
    }
}
