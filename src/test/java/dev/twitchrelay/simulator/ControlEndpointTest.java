package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlEndpointTest extends AgainstSimulator {
    private EventSubRecorder client;

    @BeforeEach
    void connectAndSubscribe() {
        start(SimulatorOptions.fast());
        client = connect();
        subscribeToFollows(client.welcomed());
    }

    @Test
    void stateAndVerbsAreShown() {
        JsonNode state = control("GET", "", "").body();

        assertThat(state.path("connections").intValue()).isEqualTo(1);
        assertThat(state.at("/subscriptions/channel.follow").intValue()).isEqualTo(1);
        assertThat(state.at("/helix/followers").intValue()).isEqualTo(1234);
        assertThat(state.path("verbs").has("POST /control/trigger/{type}")).isTrue();
    }

    @Test
    void triggerWithoutBodyPlaysTheEvent() {
        Answer answer = control("POST", "/trigger/channel.follow", "");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode message = client.next("notification");
        assertThat(message.at("/metadata/message_id")).isEqualTo(answer.body().path("message_id"));
        assertThat(helix("/channels/followers?broadcaster_id=700100")
                        .body()
                        .path("total")
                        .intValue())
                .isEqualTo(1235);
    }

    @Test
    void triggerWithBodySendsItUnchanged() {
        control("POST", "/trigger/channel.follow", "{\"user_name\":\"me\",\"odd\":[1]}");

        assertThat(client.next("notification").at("/payload/event").toString())
                .isEqualTo("{\"user_name\":\"me\",\"odd\":[1]}");
    }

    @Test
    void reconnectIsRequested() {
        control("POST", "/reconnect", "");

        client.next("session_reconnect");
    }

    @Test
    void connectionIsClosed() {
        control("POST", "/close?code=4006", "");

        assertThat(client.closeCode()).isEqualTo(4006);
    }

    @Test
    void connectionIsDropped() {
        control("POST", "/drop", "");

        assertThat(client.closeCode()).isEqualTo(1006);
    }

    @Test
    void keepalivesAreSwitched() {
        control("POST", "/keepalive?enabled=false", "");

        client.assertSilentFor(Duration.ofMillis(400));
    }

    @Test
    void connectionGoesHalfOpen() {
        control("POST", "/half-open", "");

        client.assertSilentFor(Duration.ofMillis(400));
        assertThat(client.open()).isTrue();
    }

    @Test
    void subscriptionIsRevoked() {
        control("POST", "/revoke?type=channel.follow&status=user_removed", "");

        assertThat(client.next("revocation").at("/payload/subscription/status").asText())
                .isEqualTo("user_removed");
    }

    @Test
    void numbersAreSet() {
        control("POST", "/helix?viewers=12&followers=34&subs=56", "");

        JsonNode helix = control("GET", "", "").body().path("helix");
        assertThat(helix.path("viewers").intValue()).isEqualTo(12);
        assertThat(helix.path("followers").intValue()).isEqualTo(34);
        assertThat(helix.path("subs").intValue()).isEqualTo(56);
    }

    @Test
    void userDisconnects() {
        control("POST", "/oauth/disconnect", "");

        client.next("revocation");
        assertThat(validate(token).status()).isEqualTo(401);
    }

    @Test
    void deviceCodesAreApproved() {
        control("POST", "/oauth/approve", "");

        Answer device = form("/device", "client_id", simulator.options().clientId(), "scopes", "bits:read");
        Answer poll = form(
                "/token",
                "client_id",
                simulator.options().clientId(),
                "device_code",
                device.body().path("device_code").asText(),
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code");
        assertThat(poll.status()).isEqualTo(200);
    }

    @Test
    void activationPageOffersConsent() throws Exception {
        Answer device = form("/device", "client_id", simulator.options().clientId(), "scopes", "bits:read");
        HttpRequest page = HttpRequest.newBuilder(
                        URI.create(device.body().path("verification_uri").asText()))
                .build();

        String html = HttpClient.newHttpClient()
                .send(page, HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(html).contains("/control/oauth/approve").contains("/control/oauth/deny");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/trigger/channel.weather,'',400",
        "POST,/trigger/channel.follow,'not json',400",
        "POST,/close,'',400",
        "POST,/close?code=12,'',400",
        "POST,/close?code=x,'',400",
        "POST,/keepalive?enabled=maybe,'',400",
        "POST,/revoke?type=channel.follow,'',400",
        "POST,/helix,'',400",
        "POST,/helix?viewers=-1,'',400",
        "POST,/dance,'',404",
        "GET,/dance,'',404"
    })
    void unknownInputIsAShortError(String method, String path, String body, int status) {
        Answer answer = control(method, path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).isNotEmpty().hasSizeLessThan(100);
    }
}
