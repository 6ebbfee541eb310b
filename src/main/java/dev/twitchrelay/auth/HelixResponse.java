package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * An answer of Helix. Immutable.
 *
 * @param status the HTTP status code
 * @param body the JSON body, or an empty object when there is none
 * @param retryAfter the pause until the rate limit's bucket has points again; null when the bucket is not empty
 */
public record HelixResponse(int status, JsonNode body, Duration retryAfter) {
    /** Twitch's message in the body of an error, or empty. */
    public String message() {
        return body.path("message").asText("");
    }
}
