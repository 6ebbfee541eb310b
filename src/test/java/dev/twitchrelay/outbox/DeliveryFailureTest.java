package dev.twitchrelay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryFailureTest {
    private static DeliveryFailure of(Throwable failure) {
        return DeliveryFailure.of(failure, true, cause -> cause instanceof IllegalStateException);
    }

    @ParameterizedTest
    @CsvSource({
        "500, NETWORK",
        "502, NETWORK",
        "503, NETWORK",
        "408, NETWORK",
        "425, NETWORK",
        "429, WAIT",
        "400, REFUSED",
        "413, REFUSED",
        "422, REFUSED",
        "401, GONE",
        "410, GONE",
        "403, STOPPED",
        "404, STOPPED",
        "301, STOPPED"
    })
    void aStatusTellsWhetherTimeHeals(int status, FailureKind kind) {
        assertThat(of(new PeerAnswer(status, null, "")).kind()).isEqualTo(kind);
        assertThat(of(new PeerAnswer(status, null, "")).reason()).isEqualTo("answered " + status);
    }

    @Test
    void aDiscordWebhookThatIsGoneNeverWorksAgain() {
        assertThat(of(new PeerAnswer(404, null, "{\"message\": \"Unknown Webhook\", \"code\": 10015}")))
                .isEqualTo(new DeliveryFailure(FailureKind.GONE, null, "answered 404: Unknown Webhook (10015)"));
        assertThat(of(new PeerAnswer(401, null, "{\"message\": \"Invalid Webhook Token\", \"code\": 50027}"))
                        .kind())
                .isEqualTo(FailureKind.GONE);
    }

    @Test
    void theTimeToWaitIsReadFromTheBodyFirst() {
        Duration header = Duration.ofSeconds(65);

        assertThat(of(new PeerAnswer(429, header, "{\"retry_after\": 64.57, \"global\": false}"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(64_570));
        assertThat(of(new PeerAnswer(429, null, "{\"ok\":false,\"parameters\":{\"retry_after\":5}}"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(of(new PeerAnswer(429, header, "rate_limited")).retryAfter()).isEqualTo(header);
        assertThat(of(new PeerAnswer(429, header, "{\"retry_after\":-1}")).retryAfter())
                .isEqualTo(header);
        assertThat(of(new PeerAnswer(404, null, "{\"retry_after\":5}")).retryAfter())
                .isNull();
    }

    @Test
    void causesAreFoundWhereverTheyAre() {
        assertThat(of(new RuntimeException(new ConnectException("http://x/secret"))))
                .isEqualTo(new DeliveryFailure(FailureKind.NETWORK, null, "nothing accepts connections there"));
        assertThat(of(new SocketTimeoutException("x")).reason()).isEqualTo("no answer in time");
        assertThat(of(new IllegalStateException("sign in")).kind()).isEqualTo(FailureKind.SIGN_IN);
        assertThat(of(new UndeliverableException("never")).kind()).isEqualTo(FailureKind.GIVEN_UP);
        assertThat(of(new NullPointerException()).kind()).isEqualTo(FailureKind.ROUTE);
    }

    @Test
    void noAddressIsRepeated() {
        assertThat(of(new IllegalArgumentException("bad https://discord.com/api/webhooks/1/SECRET here"))
                        .reason())
                .isEqualTo("the route failed: bad (address) here");
        assertThat(of(new IOException("no token within 15 s")).reason()).isEqualTo("no token within 15 s");
        assertThat(of(new PeerAnswer(400, null, "{\"error\":\"see https://x/SECRET\"}"))
                        .reason())
                .isEqualTo("answered 400: see (address)");
    }
}
