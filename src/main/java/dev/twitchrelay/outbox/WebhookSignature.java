package dev.twitchrelay.outbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as <a href="https://github.com/standard-webhooks/standard-webhooks">Standard Webhooks</a> describes:
 * {@code v1,} and the Base64 of the HMAC-SHA256 of {@code id.timestamp.body}. Any library of that standard verifies the
 * signature. Thread-safe.
 */
public final class WebhookSignature {
    private static final String ENCODED = "whsec_";

    private final UnaryOperator<String> settings;
    private final Clock clock;

    /** @param settings gives the value of a setting, or null */
    public WebhookSignature(UnaryOperator<String> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The time that is signed, in seconds since 1970. */
    public String timestamp() {
        return String.valueOf(clock.instant().getEpochSecond());
    }

    /**
     * Signs a message.
     *
     * @param setting the name of the setting with the secret: text, or {@code whsec_} and Base64
     * @return the signature, or null when the setting is empty
     */
    public String sign(String setting, String id, String timestamp, String body) {
        String secret = settings.apply(setting);
        if (secret == null || secret.isBlank()) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(setting, secret.strip()), mac.getAlgorithm()));
            byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] key(String setting, String secret) {
        if (!secret.startsWith(ENCODED)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + " begins with whsec_, but what follows is no Base64");
        }
    }
}
