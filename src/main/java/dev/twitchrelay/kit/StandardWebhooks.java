package dev.twitchrelay.kit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>, for sinks that sign and for sources that verify: {@code v1,} and the Base64 of the HMAC-SHA256
 * of {@code id.timestamp.body}.
 */
public final class StandardWebhooks {
    private static final String ENCODED = "whsec_";

    private StandardWebhooks() {}

    /**
     * Signs a message.
     *
     * @param setting the name of the setting with the secret, for the exception
     * @param secret text, or {@code whsec_} and Base64; not blank
     * @param timestamp seconds since 1970
     * @throws IllegalArgumentException if the secret is neither; the message does not contain it
     */
    public static String signature(String setting, String secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(setting, secret.strip()), mac.getAlgorithm()));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
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
