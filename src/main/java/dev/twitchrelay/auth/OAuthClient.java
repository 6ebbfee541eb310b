package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * Twitch's OAuth endpoints (<a href="https://dev.twitch.tv/docs/authentication/">Authentication</a>). Knows requests and
 * answers, keeps no token. Thread-safe.
 */
public final class OAuthClient {
    private static final long TIMEOUT_MILLIS = 10_000;

    /** What the token endpoint answers. {@code refresh} is null when none came. */
    record Tokens(AccessToken access, String refresh) {
        @Override
        public String toString() {
            return "Tokens[hidden]";
        }
    }

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

    /**
     * @param authUrl the base, {@code https://id.twitch.tv/oauth2} in production
     * @param clientSecret null or blank for a public application
     */
    public OAuthClient(WebClient http, String authUrl, String clientId, String clientSecret) {
        this.http = http;
        this.authUrl = authUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    String clientId() {
        return clientId;
    }

    /** Spends a refresh token. Completes with any HTTP answer; fails only when none came. */
    CompletionStage<Answer> refresh(String refreshToken) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .set("grant_type", "refresh_token")
                .set("refresh_token", refreshToken)
                .set("client_id", clientId);
        if (clientSecret != null && !clientSecret.isBlank()) {
            form.set("client_secret", clientSecret);
        }
        return http.postAbs(authUrl + "/token")
                .timeout(TIMEOUT_MILLIS)
                .sendForm(form)
                .map(response -> new Answer(response.statusCode(), Json.lenient(response.body())))
                .toCompletionStage();
    }

    /** Asks whose token it is. Completes with any HTTP answer; fails only when none came. */
    CompletionStage<Answer> validate(AccessToken token) {
        return http.getAbs(authUrl + "/validate")
                .putHeader("Authorization", "OAuth " + token.value())
                .timeout(TIMEOUT_MILLIS)
                .send()
                .map(response -> new Answer(response.statusCode(), Json.lenient(response.body())))
                .toCompletionStage();
    }

    static Tokens tokens(Answer answer) throws IOException {
        String access = answer.body().path("access_token").asText("");
        if (access.isBlank()) {
            throw new IOException("Twitch's token endpoint answered " + answer.status() + " without an access_token");
        }
        String refresh = answer.body().path("refresh_token").asText("");
        return new Tokens(new AccessToken(access), refresh.isBlank() ? null : refresh);
    }
}
