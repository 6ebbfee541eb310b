package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * Signs messages of sinks as {@link StandardWebhooks} does, with secrets from settings. Any library of that standard
 * verifies the signature. Thread-safe.
 */
public final class WebhookSignature {
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
        return StandardWebhooks.signature(setting, secret, id, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }
}
