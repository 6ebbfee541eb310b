package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Twitch's OAuth endpoints (<a href="https://dev.twitch.tv/docs/authentication/">Authentication</a>). It sends requests
 * and reads answers; it keeps no token. Thread-safe; stages complete on Vert.x threads.
 */
public final class OAuthClient {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    /**
     * The answer of an OAuth endpoint.
     *
     * @param status the HTTP status code
     * @param body the JSON body, or an empty object when it is not JSON
     */
    record Answer(int status, JsonNode body) {
        String message() {
            return body.path("message").asText("");
        }

        /** The granted scopes; empty when the answer has none. */
        Set<String> scopes() {
            Set<String> scopes = new LinkedHashSet<>();
            body.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            return scopes;
        }

        /** The end of the token, or null when the answer does not name it. */
        Instant expiresAt(Instant now) {
            long seconds = body.path("expires_in").asLong(0);
            return seconds > 0 ? now.plusSeconds(seconds) : null;
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
     * Refreshes the tokens; a public application's refresh token works only once. Fails when there is no answer, or an
     * answer that cannot be Twitch's.
     */
    CompletionStage<Answer> refresh(String refreshToken) {
        MultiMap form = form().set("grant_type", "refresh_token").set("refresh_token", refreshToken);
        if (clientSecret != null && !clientSecret.isBlank()) {
            form.set("client_secret", clientSecret);
        }
        return post("/token", form);
    }

    /** Asks for the account of a token. Completes with any HTTP answer; fails only when there is none. */
    CompletionStage<Answer> validate(AccessToken token) {
        return http.getAbs(authUrl + "/validate")
                .putHeader("Authorization", "OAuth " + token.value())
                .timeout(TIMEOUT_MILLIS)
                .send()
                .map(this::read)
                .recover(failure -> Future.failedFuture(SignInCause.unreachable(authUrl + "/validate", failure)))
                .toCompletionStage();
    }

    /** Begins a sign-in by device code. Fails when there is no answer, or an answer that cannot be Twitch's. */
    CompletionStage<Answer> device(String scopes) {
        return post("/device", form().set("scopes", scopes));
    }

    /**
     * Asks for the result of a sign-in by device code. Fails when there is no answer, or an answer that cannot be
     * Twitch's.
     */
    CompletionStage<Answer> poll(String deviceCode, String scopes) {
        return post(
                "/token",
                form().set("grant_type", DEVICE_GRANT)
                        .set("device_code", deviceCode)
                        .set("scopes", scopes));
    }

    /**
     * Revokes a token. The result says whether Twitch confirmed it; a token that had ended before counts as confirmed.
     */
    CompletionStage<Boolean> revoke(AccessToken token) {
        return post("/revoke", form().set("token", token.value()))
                .handle((answer, failure) -> failure == null && (answer.status() == 200 || answer.status() == 400));
    }

    /**
     * The tokens of a successful answer.
     *
     * @throws IOException when the answer has no access token
     */
    static TokenPair tokens(Answer answer, Instant now) throws IOException {
        String access = answer.body().path("access_token").asText("");
        if (access.isBlank()) {
            throw new IOException("Twitch's token endpoint answered " + answer.status() + " without an access_token");
        }
        String refresh = answer.body().path("refresh_token").asText("");
        return new TokenPair(new AccessToken(access), refresh.isBlank() ? null : refresh, answer.expiresAt(now));
    }

    private MultiMap form() {
        return MultiMap.caseInsensitiveMultiMap().set("client_id", clientId);
    }

    private CompletionStage<Answer> post(String path, MultiMap form) {
        return http.postAbs(authUrl + path)
                .timeout(TIMEOUT_MILLIS)
                .sendForm(form)
                .recover(failure -> Future.failedFuture(SignInCause.unreachable(authUrl + path, failure)))
                .map(this::read)
                .compose(answer -> isTwitch(path, answer)
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(SignInCause.wrongAddress(authUrl + path, answer.status())))
                .toCompletionStage();
    }

    private static boolean isTwitch(String path, Answer answer) {
        return switch (answer.status()) {
            case 200 -> !answer.body().isEmpty() || path.equals("/revoke");
            case 301, 302, 303, 307, 308, 404, 405 -> false;
            default -> true;
        };
    }

    /**
     * The reason why an answer to {@link #validate} cannot be Twitch's, or null. {@link #validate} itself accepts such
     * an answer, because some mocks of Twitch have no such address.
     */
    String doubt(Answer answer) {
        return isTwitch("/validate", answer)
                ? null
                : SignInCause.wrongAddress(authUrl + "/validate", answer.status())
                        .getMessage();
    }

    private Answer read(HttpResponse<Buffer> response) {
        skew.note(response.getHeader("Date"));
        return new Answer(response.statusCode(), Json.lenient(response.body()));
    }
}
