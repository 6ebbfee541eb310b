package dev.twitchrelay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.ManualClock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private final Map<String, String> settings = Map.of(
            "standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "text", "a secret of my own",
            "broken", "whsec_!",
            "empty", " ");
    private final WebhookSignature signature =
            new WebhookSignature(settings::get, new ManualClock("2026-03-01T12:00:00Z"));

    /** The example of the standard's own libraries. */
    @Test
    void signsAsTheStandardDoes() {
        assertThat(signature.sign("standard", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anySecretWillDoAndNoneSignsNothing() {
        assertThat(signature.sign("text", "id", "1", "{}")).startsWith("v1,");
        assertThat(signature.sign("empty", "id", "1", "{}")).isNull();
        assertThat(signature.sign("unset", "id", "1", "{}")).isNull();
        assertThatThrownBy(() -> signature.sign("broken", "id", "1", "{}"))
                .hasMessage("broken begins with whsec_, but what follows is no Base64");
    }
}
