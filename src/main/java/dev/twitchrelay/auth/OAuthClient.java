package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Twitch's OAuth endpoints (<a href="https://dev.twitch.tv/docs/authentication/">Authentication</a>). Knows requests and
 * answers, keeps no token. Thread-safe.
 */
public final class OAuthClient {
    private static final long TIMEOUT_MILLIS = 10_000;
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    /** An OAuth endpoint's answer: the status code and the body, an empty object when it was not JSON. */
    record Answer(int status, JsonNode body) {
        String message() {
            return body.path("message").asText("");
        }
    }

    private final WebClient http;
    private final String authUrl;
    private final String clientId;
    private final String clientSecret;
    private final ClockSkew skew;

    /**
     * @param authUrl the base, {@code https://id.twitch.tv/oauth2} in production
     * @param clientSecret null or blank for a public application
     * @param skew is told what time it is at Twitch
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

    /** Spends a refresh token. Fails when no answer came, or none that could be Twitch's. */
    CompletionStage<Answer> refresh(String refreshToken) {
        MultiMap form = form().set("grant_type", "refresh_token").set("refresh_token", refreshToken);
        if (clientSecret != null && !clientSecret.isBlank()) {
            form.set("client_secret", clientSecret);
        }
        return post("/token", form);
    }

    /** Asks whose token it is. Completes with any HTTP answer; fails only when none came. */
    CompletionStage<Answer> validate(AccessToken token) {
        return http.getAbs(authUrl + "/validate")
                .putHeader("Authorization", "OAuth " + token.value())
                .timeout(TIMEOUT_MILLIS)
                .send()
                .map(this::read)
                .recover(failure -> Future.failedFuture(SignInCause.unreachable(authUrl + "/validate", failure)))
                .toCompletionStage();
    }

    /** Begins a sign-in by device code. Fails when no answer came, or none that could be Twitch's. */
    CompletionStage<Answer> device(String scopes) {
        return post("/device", form().set("scopes", scopes));
    }

    /** Asks what became of a sign-in by device code. Fails when no answer came, or none that could be Twitch's. */
    CompletionStage<Answer> poll(String deviceCode, String scopes) {
        return post(
                "/token",
                form().set("grant_type", DEVICE_GRANT)
                        .set("device_code", deviceCode)
                        .set("scopes", scopes));
    }

    /** Ends a token. Completes with whether Twitch confirmed it; a token that was dead before counts as confirmed. */
    CompletionStage<Boolean> revoke(AccessToken token) {
        return post("/revoke", form().set("token", token.value()))
                .handle((answer, failure) -> failure == null && (answer.status() == 200 || answer.status() == 400));
    }

    /**
     * The tokens of a good answer.
     *
     * @throws IOException when there is no access token in it
     */
    static TokenPair tokens(Answer answer, Instant now) throws IOException {
        String access = answer.body().path("access_token").asText("");
        if (access.isBlank()) {
            throw new IOException("Twitch's token endpoint answered " + answer.status() + " without an access_token");
        }
        String refresh = answer.body().path("refresh_token").asText("");
        long seconds = answer.body().path("expires_in").asLong(0);
        return new TokenPair(
                new AccessToken(access),
                refresh.isBlank() ? null : refresh,
                seconds > 0 ? now.plusSeconds(seconds) : null);
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

    /** Why an answer to {@link #validate} cannot be Twitch's, or null. Some mocks of Twitch have no such address. */
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
