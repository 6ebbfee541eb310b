package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A sign-in code that a person has not entered yet. Immutable.
 *
 * @param secret the device code, with which the relay fetches the tokens; it is never shown to people
 * @param userCode the code that the person enters
 * @param verificationUri the address where the person enters the code
 * @param scopes the scopes that the relay asks for, separated by blanks
 * @param interval the time between two polls; Twitch names 5 s
 */
record DeviceCode(
        String secret, String userCode, String verificationUri, String scopes, Duration interval, Instant expiresAt) {
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    /** @throws IOException when the answer lacks a code or the address */
    static DeviceCode read(JsonNode body, String scopes, Instant now) throws IOException {
        String secret = body.path("device_code").asText("");
        String userCode = body.path("user_code").asText("");
        String uri = body.path("verification_uri").asText("");
        if (secret.isBlank() || userCode.isBlank() || !uri.matches("https?://.+")) {
            throw new IOException("Twitch's answer lacks the sign-in code or the address where it is entered");
        }
        Duration interval = Duration.ofSeconds(body.path("interval").asLong(5));
        return new DeviceCode(
                secret,
                userCode,
                uri,
                scopes,
                interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval,
                now.plusSeconds(body.path("expires_in").asLong(1800)));
    }

    DeviceCode slower() {
        return new DeviceCode(secret, userCode, verificationUri, scopes, interval.plusSeconds(5), expiresAt);
    }

    @Override
    public String toString() {
        return "DeviceCode[hidden, expiresAt=" + expiresAt + "]";
    }
}
