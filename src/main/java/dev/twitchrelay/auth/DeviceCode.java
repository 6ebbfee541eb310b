package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A code that waits to be entered.
 *
 * @param secret the device code, with which the tokens are fetched; not for people
 * @param scopes separated by blanks, as asked for
 * @param interval between two polls; Twitch says 5 s
 */
record DeviceCode(
        String secret, String userCode, String verificationUri, String scopes, Duration interval, Instant expiresAt) {
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    /** @throws IOException when the answer lacks what is needed */
    static DeviceCode read(JsonNode body, String scopes, Instant now) throws IOException {
        String secret = body.path("device_code").asText("");
        String userCode = body.path("user_code").asText("");
        String uri = body.path("verification_uri").asText("");
        if (secret.isBlank() || userCode.isBlank() || !uri.matches("https?://.+")) {
            throw new IOException("Twitch's answer to the sign-in lacks the code or the address to enter it at");
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
