package dev.twitchrelay.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twitchrelay.support.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SendersTest {
    /** The example of Standard Webhooks' own libraries, of 25 February 2021. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final Map<String, String> settings = new HashMap<>(
            Map.of("sources.shop.secret", SECRET, "sources.shop.token", "t0ken", "sources.old.token", " "));
    private final ManualClock clock = new ManualClock("2021-02-25T15:02:00Z");
    private final Map<String, Object> headers = new HashMap<>(Map.of(
            "Webhook-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", "v1,AAAA " + SIGNATURE + " v2,BBBB"));
    private boolean written = true;
    private final Senders senders = new Senders(settings::get, clock, () -> written);

    private static void refuses(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(RefusedRequestException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(status));
    }

    @Test
    void theSignatureOfTheStandardIsKnownForFiveMinutes() {
        assertThatCode(() -> senders.verified("sources.shop", headers, BODY)).doesNotThrowAnyException();

        clock.advance(Duration.ofMinutes(10));
        refuses(400, () -> senders.verified("sources.shop", headers, BODY));
        clock.advance(Duration.ofMinutes(-20));
        refuses(400, () -> senders.verified("sources.shop", headers, BODY));
    }

    @Test
    void aChangedBodyIdOrTimeIsRefused() {
        refuses(401, () -> senders.verified("sources.shop", headers, new byte[0]));
        headers.put("webhook-timestamp", "1614265331");
        refuses(401, () -> senders.verified("sources.shop", headers, BODY));
        headers.put("webhook-timestamp", "1614265330");
        headers.put("Webhook-Id", "another");
        refuses(401, () -> senders.verified("sources.shop", headers, BODY));
        refuses(401, () -> senders.verified("sources.shop", Map.of(), null));
    }

    @Test
    void aTokenIsEnoughAndAnOldTimeIsRefusedBesideIt() {
        assertThatCode(() -> senders.verified("sources.shop", Map.of("authorization", "bearer t0ken"), null))
                .doesNotThrowAnyException();
        refuses(401, () -> senders.verified("sources.shop", Map.of("authorization", "Bearer t0ke"), null));
        refuses(401, () -> senders.verified("sources.shop", Map.of("authorization", "t0ken"), null));
        refuses(
                400,
                () -> senders.verified(
                        "sources.shop", Map.of("authorization", "Bearer t0ken", "webhook-timestamp", "1"), null));
    }

    @Test
    void withoutASecretASourceSleeps() {
        refuses(404, () -> senders.verified("sources.old", headers, BODY));
        refuses(404, () -> senders.knows("sources.old.token", " "));
        refuses(401, () -> senders.knows("sources.shop.token", null));
        refuses(401, () -> senders.knows("sources.shop.token", ""));
    }

    @Test
    void aTimeIsNeededAndItHasALimit() {
        senders.fresh("2021-02-25T14:03:00+00:00", 1);

        refuses(400, () -> senders.fresh("2021-02-25T14:01:00Z", 1));
        refuses(400, () -> senders.fresh("2021-02-25T15:08:00Z", 1));
        refuses(400, () -> senders.fresh("yesterday", 1));
        refuses(400, () -> senders.fresh(null, 1));
    }

    @Test
    void anIdIsNeededAndBelongsToItsSource() {
        assertThat(senders.id("shop", " 7 ")).isEqualTo("shop:7");

        refuses(400, () -> senders.id("shop", " "));
        refuses(400, () -> senders.id("shop", null));
        refuses(400, () -> senders.id("shop", "x".repeat(201)));
    }

    @Test
    void aRefusalIsToldEvenWhenItIsWrapped() {
        Exception wrapped =
                new IllegalStateException("of Camel", new RefusedRequestException(404, "there is \"nothing\""));

        assertThat(senders.status(wrapped)).isEqualTo(404);
        assertThat(senders.answer(wrapped)).isEqualTo("{\"error\":\"there is \\\"nothing\\\"\"}");
        assertThat(senders.status(new IllegalStateException("a secret"))).isEqualTo(500);
        assertThat(senders.answer(new IllegalStateException("a secret"))).doesNotContain("secret");
    }

    @Test
    void nothingIsKeptWhileTheJournalCannotBeWritten() {
        senders.kept();

        written = false;
        assertThatThrownBy(senders::kept).isNotInstanceOf(RefusedRequestException.class);
    }
}
