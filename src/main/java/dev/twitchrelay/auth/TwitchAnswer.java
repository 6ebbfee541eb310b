package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;

/**
 * An answer of Twitch over HTTP, from Helix or from an OAuth endpoint. Any member of the body may be missing, because
 * proxies and outages answer in Twitch's place. Immutable.
 *
 * @param status the HTTP status code
 * @param body the JSON body; a missing node when the body is empty or not JSON
 * @param retryAfter the pause until the rate limit's bucket has points again; null when the bucket is not empty
 */
public record TwitchAnswer(int status, JsonNode body, Duration retryAfter) {
    static TwitchAnswer of(HttpResponse<Buffer> response, Duration retryAfter) {
        return new TwitchAnswer(response.statusCode(), JsonMappers.lenient(response.bodyAsString()), retryAfter);
    }

    /** A member of the body as text, or empty. */
    public String text(String name) {
        return body.path(name).asText("");
    }

    /** Twitch's message in the body of an error, or empty. */
    public String message() {
        return text("message");
    }

    /** Whether another server answered: Twitch has each address that the relay calls, and does not redirect. */
    public boolean isFromAnotherServer() {
        return switch (status) {
            case 301, 302, 303, 307, 308, 404, 405 -> true;
            default -> false;
        };
    }
}
