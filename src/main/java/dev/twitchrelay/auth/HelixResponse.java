package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What Helix answered.
 *
 * @param status the HTTP status code
 * @param body the JSON, an empty object when there was none
 * @param retryAfter how long to stay away when the rate limit's bucket is empty, otherwise null
 */
public record HelixResponse(int status, JsonNode body, Duration retryAfter) {
    /** Twitch's message in an error body, or the empty text. */
    public String message() {
        return body.path("message").asText("");
    }
}
