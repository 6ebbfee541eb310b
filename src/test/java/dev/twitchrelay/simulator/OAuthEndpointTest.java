package dev.twitchrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OAuthEndpointTest extends AgainstSimulator {
    private static final SimulatorOptions PUBLIC = SimulatorOptions.fast();
    private static final SimulatorOptions CONFIDENTIAL = PUBLIC.withClientSecret("secret");
    private static final String CLIENT = PUBLIC.clientId();
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private Answer refresh(String refreshToken) {
        return form("/token", "grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", refreshToken);
    }

    private Answer refreshWithSecret(String secret) {
        return form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                CLIENT,
                "client_secret",
                secret,
                "refresh_token",
                CONFIDENTIAL.refreshToken());
    }

    private Answer device(String scopes) {
        return form("/device", "client_id", CLIENT, "scopes", scopes);
    }

    private Answer poll(Answer device) {
        String code = device.body().path("device_code").asText();
        return form("/token", "client_id", CLIENT, "scopes", "", "device_code", code, "grant_type", DEVICE_GRANT);
    }

    @Test
    void validateTellsUserScopesAndRemainingLife() {
        start(PUBLIC);

        JsonNode answer = validate(token).body();

        assertThat(answer.path("client_id").asText()).isEqualTo(CLIENT);
        assertThat(answer.path("login").asText()).isEqualTo("lanternbay");
        assertThat(answer.path("user_id").asText()).isEqualTo("700100");
        assertThat(answer.path("scopes")).hasSize(3);
        assertThat(answer.path("expires_in").intValue()).isBetween(14_000, 14_203);
        assertThat(simulator.seen().requests("GET /oauth2/validate")).isEqualTo(1);
    }

    @Test
    void validateRefusesBadTokensWithoutErrorMember() {
        start(PUBLIC);

        Answer answer = validate("wrong");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().toString()).isEqualTo("{\"status\":401,\"message\":\"invalid access token\"}");
    }

    @Test
    void validateOfAnAppTokenHasNoUser() {
        start(PUBLIC);

        JsonNode answer = validate(simulator.signIn().issueAppToken()).body();

        assertThat(answer.has("login")).isFalse();
        assertThat(answer.has("user_id")).isFalse();
        assertThat(answer.path("scopes").isNull()).isTrue();
    }

    @Test
    void refreshGivesNewTokensWithAnArrayOfScopes() {
        start(PUBLIC);

        JsonNode answer = refresh(PUBLIC.refreshToken()).body();

        assertThat(answer.path("scope").isArray()).isTrue();
        assertThat(answer.path("token_type").asText()).isEqualTo("bearer");
        assertThat(answer.path("refresh_token").asText()).isNotEqualTo(PUBLIC.refreshToken());
        assertThat(validate(answer.path("access_token").asText()).status()).isEqualTo(200);
        assertThat(validate(token).status()).as("the old access token lives on").isEqualTo(200);
        assertThat(simulator.seen().refreshes()).isEqualTo(1);
    }

    @Test
    void reuseOfAPublicClientsRefreshTokenCutsTheGrant() {
        start(PUBLIC);
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());
        String successor =
                refresh(PUBLIC.refreshToken()).body().path("access_token").asText();

        Answer reuse = refresh(PUBLIC.refreshToken());

        assertThat(reuse.status()).isEqualTo(400);
        assertThat(reuse.message()).isEqualTo("Invalid refresh token");
        assertThat(helix("/users").status()).isEqualTo(401);
        assertThat(validate(successor).status()).isEqualTo(401);
        assertThat(client.next("revocation").at("/payload/subscription/status").asText())
                .isEqualTo("authorization_revoked");
    }

    @Test
    void refreshLeavesOpenSubscriptionsAlone() {
        start(PUBLIC);
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        refresh(PUBLIC.refreshToken());
        simulator.signIn().expireAccessTokens();
        simulator.channel().follow();

        client.next("notification");
    }

    @Test
    void confidentialClientMayReuseItsRefreshToken() {
        start(CONFIDENTIAL);

        assertThat(refreshWithSecret("secret").body().path("refresh_token").asText())
                .isEqualTo(CONFIDENTIAL.refreshToken());
        assertThat(refreshWithSecret("secret").status()).isEqualTo(200);
    }

    @Test
    void confidentialClientNeedsItsSecret() {
        start(CONFIDENTIAL);

        assertThat(refresh(CONFIDENTIAL.refreshToken()).message()).isEqualTo("missing client secret");
        assertThat(refreshWithSecret("guess").status()).isEqualTo(403);
        assertThat(form("/token", "grant_type", "refresh_token", "client_id", "x", "refresh_token", "y")
                        .message())
                .isEqualTo("invalid client");
    }

    @Test
    void expiredTokenIs401EverywhereUntilRefreshed() {
        start(PUBLIC.with(ProtocolTime.TOKEN_LIFE, Duration.ofMillis(250)));
        EventSubRecorder client = connect();
        String session = client.welcomed();
        Awaitility.await().atMost(PATIENCE).until(() -> validate(token).status() == 401);

        assertThat(helix("/users").message()).isEqualTo("Invalid OAuth token");
        assertThat(subscribe(session, "stream.online", "1", OWN_CONDITION).status())
                .isEqualTo(401);
        simulator.set(ProtocolTime.TOKEN_LIFE, Duration.ofSeconds(90));
        Answer refreshed = refresh(PUBLIC.refreshToken());

        assertThat(refreshed.body().path("expires_in").intValue()).isEqualTo(90);
        assertThat(helix("/users", refreshed.body().path("access_token").asText())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void expiredRefreshTokenIsInvalid() {
        start(PUBLIC.with(ProtocolTime.REFRESH_TOKEN_LIFE, Duration.ZERO));

        assertThat(refresh(PUBLIC.refreshToken()).message()).isEqualTo("Invalid refresh token");
    }

    @Test
    void deviceCodeIsPendingUntilTheUserApproves() {
        start(PUBLIC.withoutTokens());
        Answer device = device("bits:read moderator:read:followers");
        assertThat(device.body().path("interval").isInt()).isTrue();
        assertThat(device.body().path("user_code").asText()).hasSize(8);
        assertThat(device.body().path("verification_uri").asText())
                .endsWith(device.body().path("user_code").asText());

        Answer waiting = poll(device);
        assertThat(simulator.signIn().waitingDevices()).isEqualTo(1);
        simulator.signIn().approve();
        Answer approved = poll(device);

        assertThat(waiting.status()).isEqualTo(400);
        assertThat(waiting.message()).isEqualTo("authorization_pending");
        assertThat(approved.body().path("scope"))
                .extracting(JsonNode::asText)
                .containsExactly("bits:read", "moderator:read:followers");
        assertThat(validate(approved.body().path("access_token").asText()).status())
                .isEqualTo(200);
        assertThat(poll(device).message()).as("a code works once").isEqualTo("invalid device code");
    }

    @Test
    void deviceCodeCanBeDenied() {
        start(PUBLIC.withoutTokens());
        Answer device = device("bits:read");

        simulator.signIn().deny();

        assertThat(poll(device).status()).isEqualTo(400);
        assertThat(poll(device).message()).isEqualTo("invalid device code");
    }

    @Test
    void deviceCodeExpires() {
        start(PUBLIC.withoutTokens().with(ProtocolTime.DEVICE_CODE_LIFE, Duration.ZERO));

        assertThat(poll(device("bits:read")).message()).isEqualTo("invalid device code");
    }

    @Test
    void deviceCodeWithoutScopesGivesTokensWithoutScope() {
        start(PUBLIC.withoutTokens());
        simulator.signIn().approve();

        JsonNode answer = poll(device("")).body();

        assertThat(answer.has("scope")).isFalse();
        assertThat(validate(answer.path("access_token").asText())
                        .body()
                        .path("scopes")
                        .isNull())
                .isTrue();
    }

    @Test
    void clientCredentialsGiveAnAppTokenToConfidentialClients() {
        start(CONFIDENTIAL);

        Answer answer =
                form("/token", "grant_type", "client_credentials", "client_id", CLIENT, "client_secret", "secret");

        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(answer.body().path("expires_in").intValue()).isGreaterThan(5_000_000);
        simulator.close();
        start(PUBLIC);
        assertThat(form("/token", "grant_type", "client_credentials", "client_id", CLIENT)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void authorizationCodeIsRedeemedOnce() {
        start(CONFIDENTIAL.withoutTokens());
        String code = authorize().replaceAll(".*[?&]code=([^&]*).*", "$1");

        assertThat(redeem(code).body().path("scope")).hasSize(1);
        assertThat(redeem(code).status()).isEqualTo(400);
    }

    @Test
    void authorizationCanBeDenied() {
        start(CONFIDENTIAL.withoutTokens());
        simulator.signIn().deny();

        assertThat(authorize()).contains("error=access_denied").contains("state=xyz");
    }

    private String authorize() {
        URI uri = URI.create(simulator.authUrl() + "/authorize?response_type=code&client_id=" + CLIENT
                + "&redirect_uri=http://localhost/back&scope=bits%3Aread&state=xyz");
        Answer answer = send(HttpRequest.newBuilder(uri));
        assertThat(answer.status()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private Answer redeem(String code) {
        return form(
                "/token",
                "grant_type",
                "authorization_code",
                "client_id",
                CLIENT,
                "client_secret",
                "secret",
                "code",
                code,
                "redirect_uri",
                "http://localhost/back");
    }

    @Test
    void revokedTokenIsInvalid() {
        start(PUBLIC);

        assertThat(form("/revoke", "client_id", CLIENT, "token", token).status())
                .isEqualTo(200);
        assertThat(validate(token).status()).isEqualTo(401);
        assertThat(form("/revoke", "client_id", CLIENT, "token", token).message())
                .isEqualTo("Invalid token");
        assertThat(form("/revoke", "client_id", "x", "token", token).status()).isEqualTo(404);
    }

    @Test
    void disconnectedUserRevokesEverything() {
        start(PUBLIC);
        EventSubRecorder client = connect();
        subscribeToFollows(client.welcomed());

        simulator.signIn().disconnect();

        client.next("revocation");
        assertThat(simulator.signIn().valid(token)).isFalse();
        assertThat(refresh(PUBLIC.refreshToken()).message()).isEqualTo("Invalid refresh token");
    }

    @Test
    void tokenCallsCanFail() {
        start(PUBLIC);
        simulator.faults().fail("/oauth2/token", 503, "down", 1);

        assertThat(refresh(PUBLIC.refreshToken()).status()).isEqualTo(503);
        assertThat(refresh(PUBLIC.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void answerOfARefreshCanBeLostAfterItTookEffect() {
        start(PUBLIC);
        simulator.faults().loseAnswers("/oauth2/token", 1);

        assertThatThrownBy(() -> refresh(PUBLIC.refreshToken())).isInstanceOf(UncheckedIOException.class);

        assertThat(refresh(PUBLIC.refreshToken()).status())
                .as("the token was consumed, so this is a reuse")
                .isEqualTo(400);
        assertThat(validate(token).status()).isEqualTo(401);
    }
}
