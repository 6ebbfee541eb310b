package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Calls Helix with the current token. A 401 to an ended token leads to a refresh and one repetition. Thread-safe;
 * stages complete on Vert.x threads.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/">Twitch API</a>
 */
public final class HelixClient {
    private static final long TIMEOUT_MILLIS = 8_000;

    private final WebClient http;
    private final TokenProvider tokens;
    private final RateLimit rateLimit;
    private final String apiUrl;

    /** @param apiUrl the base URL, {@code https://api.twitch.tv/helix} in production */
    public HelixClient(WebClient http, TokenProvider tokens, RateLimit rateLimit, String apiUrl) {
        this.http = http;
        this.tokens = tokens;
        this.rateLimit = rateLimit;
        this.apiUrl = apiUrl;
    }

    /**
     * Sends one request.
     *
     * @param url the absolute URL
     * @param body the JSON to send, or null
     * @return any HTTP answer; fails when there is no answer within eight seconds, or with
     *     {@link SignInRequiredException}
     */
    public CompletionStage<TwitchAnswer> send(HttpMethod method, String url, JsonNode body) {
        return tokens.token()
                .thenCompose(token -> send(method, url, body, token).thenCompose(answer -> {
                    if (answer.status() != 401) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    return tokens.afterRefusal(token, answer.message())
                            .thenCompose(next -> next == null
                                    ? CompletableFuture.completedFuture(answer)
                                    : send(method, url, body, next));
                }));
    }

    /**
     * Asks for the token's user, or for the user with a login name (<a
     * href="https://dev.twitch.tv/docs/api/reference/#get-users">Get Users</a>).
     *
     * @param login empty for the token's user
     */
    CompletionStage<TwitchAnswer> user(String login) {
        return send(HttpMethod.GET, apiUrl + userPath(login), null);
    }

    /** As {@link #user(String)}, but with the given token and without a repetition. */
    CompletionStage<TwitchAnswer> user(String login, AccessToken token) {
        return get(userPath(login), token);
    }

    private static String userPath(String login) {
        return login.isEmpty() ? "/users" : "/users?login=" + encoded(login);
    }

    /** Reads a resource with the given token, without a repetition. */
    CompletionStage<TwitchAnswer> get(String path, AccessToken token) {
        return send(HttpMethod.GET, apiUrl + path, null, token);
    }

    /** A text as a part of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Whether a new access token may make a call succeed that Twitch refused with 401. It cannot when a scope is
     * missing, the client id is wrong or the resource belongs to another user. The answer yes is not certain, because
     * Twitch's wording varies.
     */
    public static boolean refreshHelps(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return !text.contains("scope")
                && !text.contains("match")
                && !text.contains("broadcaster")
                && !text.contains("moderator");
    }

    /** Whether Twitch's message says that the token has ended. */
    static boolean namesToken(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("token") && (text.contains("invalid") || text.contains("expired"));
    }

    private CompletionStage<TwitchAnswer> send(HttpMethod method, String url, JsonNode body, AccessToken token) {
        HttpRequest<Buffer> request = http.requestAbs(method, url)
                .putHeader("Authorization", "Bearer " + token.value())
                .putHeader("Client-Id", tokens.clientId())
                .timeout(TIMEOUT_MILLIS);
        var answer = body == null
                ? request.send()
                : request.putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer(body.toString()));
        return answer.map(this::read).toCompletionStage();
    }

    private TwitchAnswer read(HttpResponse<Buffer> response) {
        return TwitchAnswer.of(
                response,
                rateLimit.note(
                        response.statusCode(),
                        response.getHeader("Ratelimit-Remaining"),
                        response.getHeader("Ratelimit-Reset")));
    }
}
