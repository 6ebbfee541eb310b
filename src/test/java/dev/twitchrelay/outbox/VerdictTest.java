package dev.twitchrelay.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static Verdict of(Throwable failure) {
        return Verdict.of(failure, true, cause -> cause instanceof IllegalStateException);
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
    void aStatusTellsWhetherTimeHeals(int status, Failure kind) {
        assertThat(of(new PeerAnswer(status, null, "")).failure()).isEqualTo(kind);
        assertThat(of(new PeerAnswer(status, null, "")).reason()).isEqualTo("answered " + status);
    }

    @Test
    void aDiscordWebhookThatIsGoneNeverWorksAgain() {
        assertThat(of(new PeerAnswer(404, null, "{\"message\": \"Unknown Webhook\", \"code\": 10015}")))
                .isEqualTo(new Verdict(Failure.GONE, null, "answered 404: Unknown Webhook (10015)"));
        assertThat(of(new PeerAnswer(401, null, "{\"message\": \"Invalid Webhook Token\", \"code\": 50027}"))
                        .failure())
                .isEqualTo(Failure.GONE);
    }

    @Test
    void theTimeToWaitIsReadFromTheBodyFirst() {
        assertThat(of(new PeerAnswer(429, "65", "{\"retry_after\": 64.57, \"global\": false}"))
                        .after())
                .isEqualTo(Duration.ofMillis(64_570));
        assertThat(of(new PeerAnswer(429, null, "{\"ok\":false,\"parameters\":{\"retry_after\":5}}"))
                        .after())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(of(new PeerAnswer(429, "30", "rate_limited")).after()).isEqualTo(Duration.ofSeconds(30));
        assertThat(of(new PeerAnswer(429, "soon", "<html>")).after()).isNull();
    }

    @Test
    void causesAreFoundWhereverTheyAre() {
        assertThat(of(new RuntimeException(new ConnectException("http://x/secret"))))
                .isEqualTo(new Verdict(Failure.NETWORK, null, "nothing accepts connections there"));
        assertThat(of(new SocketTimeoutException("x")).reason()).isEqualTo("no answer in time");
        assertThat(of(new IllegalStateException("sign in")).failure()).isEqualTo(Failure.SIGN_IN);
        assertThat(of(new UndeliverableException("never")).failure()).isEqualTo(Failure.GIVEN_UP);
        assertThat(of(new NullPointerException()).failure()).isEqualTo(Failure.ROUTE);
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
