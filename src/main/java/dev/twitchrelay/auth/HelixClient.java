package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
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

    public HelixClient(WebClient http, TokenProvider tokens, RateLimit rateLimit) {
        this.http = http;
        this.tokens = tokens;
        this.rateLimit = rateLimit;
    }

    /**
     * Sends one request.
     *
     * @param url the absolute URL
     * @param body the JSON to send, or null
     * @return any HTTP answer; fails when there is no answer within eight seconds, or with
     *     {@link SignInRequiredException}
     */
    public CompletionStage<HelixResponse> send(HttpMethod method, String url, JsonNode body) {
        return tokens.token()
                .thenCompose(token -> send(method, url, body, token).thenCompose(response -> {
                    if (response.status() != 401) {
                        return CompletableFuture.completedFuture(response);
                    }
                    return tokens.afterRefusal(token, response.message())
                            .thenCompose(next -> next == null
                                    ? CompletableFuture.completedFuture(response)
                                    : send(method, url, body, next));
                }));
    }

    /**
     * Whether a new access token may make the call succeed. It cannot when a scope is missing, the client id is wrong
     * or the resource belongs to another user. The answer yes is not certain, because Twitch's wording varies.
     */
    public static boolean refreshHelps(int status, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return status == 401
                && !text.contains("scope")
                && !text.contains("match")
                && !text.contains("broadcaster")
                && !text.contains("moderator");
    }

    /** Whether Twitch's message says that the token has ended. */
    static boolean namesToken(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("token") && (text.contains("invalid") || text.contains("expired"));
    }

    /** Sends one request with the given token, without a repetition. */
    CompletionStage<HelixResponse> send(HttpMethod method, String url, JsonNode body, AccessToken token) {
        HttpRequest<Buffer> request = http.requestAbs(method, url)
                .putHeader("Authorization", "Bearer " + token.value())
                .putHeader("Client-Id", tokens.clientId())
                .timeout(TIMEOUT_MILLIS);
        var answer = body == null
                ? request.send()
                : request.putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer(body.toString()));
        return answer.map(this::read).toCompletionStage();
    }

    private HelixResponse read(HttpResponse<Buffer> response) {
        var wait = rateLimit.note(
                response.statusCode(),
                response.getHeader("Ratelimit-Remaining"),
                response.getHeader("Ratelimit-Reset"));
        return new HelixResponse(response.statusCode(), Json.lenient(response.body()), wait);
    }
}
