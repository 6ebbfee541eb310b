package dev.twitchrelay;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.simulator.Person;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RawHttp;
import dev.twitchrelay.support.RunningRelay;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How people sign in, stay signed in and are told when they have to do it again. */
@ExtendWith(OutputCaptureExtension.class)
class SignInIT {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final String ADMIN = "admin-of-this-test";
    private static final Person STRANGER = Person.of("666", "Stranger");

    @TempDir
    Path data;

    private TwitchSimulator twitch;
    private RunningRelay relay;

    private void startTwitch(SimulatorOptions options) {
        twitch = TwitchSimulator.start(options.with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO));
    }

    private void startRelay(Map<String, ?> settings) {
        Map<String, Object> all = RunningRelay.settings(twitch, "relay.admin-token", ADMIN, "relay.data", data);
        // the code and who was refused are told in the log
        all.put("logging.level.dev.twitchrelay", "INFO");
        all.putAll(settings);
        relay = RunningRelay.start(all);
    }

    private static Map<String, ?> tokens(SimulatorOptions options) {
        return Map.of("twitch.access-token", options.accessToken(), "twitch.refresh-token", options.refreshToken());
    }

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        if (twitch != null) {
            twitch.close();
        }
    }

    private JsonNode signIn() {
        return relay.get("/api/sign-in");
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE).until(() -> signIn().path("state").asText().equals(state));
    }

    private HttpResponse<String> send(String method, String... headers) {
        return relay.send(method, relay.uri("/api/sign-in"), "", headers);
    }

    private JsonNode subscription(String type) {
        for (JsonNode subscription : relay.status().path("eventsub").path(0).path("subscriptions")) {
            if (subscription.path("type").asText().equals(type)) {
                return subscription;
            }
        }
        throw new AssertionError("no subscription to " + type);
    }

    @Test
    void oneApprovalLeadsFromAnEmptyFolderToLiveEvents() throws IOException {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay(Map.of());
        awaitState("waiting");
        JsonNode code = signIn();

        assertThat(code.path("signedIn").asBoolean()).isFalse();
        assertThat(code.path("verificationUri").asText())
                .contains(code.path("userCode").asText());
        assertThat(code.path("secondsLeft").asInt()).isBetween(1700, 1800);
        assertThat(code.path("scopes").findValuesAsText("scope"))
                .containsExactly("bits:read", "channel:read:subscriptions", "moderator:read:followers");
        assertThat(code.path("scopes").findValuesAsText("reason")).noneMatch(String::isBlank);
        assertThat(relay.send("GET", relay.uri(code.path("qrCode").asText()), "")
                        .body())
                .startsWith("<svg ");

        twitch.signIn().approve();
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        awaitState("signed in");
        try (EventStreamRecorder stream = relay.stream("?types=event")) {
            twitch.channel().follow();
            assertThat(stream.awaitMessage(PATIENCE).data()).contains("channel.follow");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theSignInSurvivesRestartsWithoutAskingAgain() {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay(Map.of());
        twitch.signIn().approve();
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        awaitState("signed in");
        relay.close();
        twitch.signIn().expireAccessTokens();

        startRelay(Map.of());
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);

        assertThat(twitch.seen().requests("POST /oauth2/device")).isEqualTo(1);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);
    }

    @Test
    void aRefusalAtTwitchIsToldAndAFreshCodeComesOnRequest() {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        twitch.signIn().deny();
        startRelay(Map.of());
        awaitState("required");

        assertThat(signIn().path("problem").asText()).contains("refused at Twitch");
        assertThat(twitch.seen().requests("POST /oauth2/device")).isEqualTo(1);

        twitch.signIn().hesitate();
        assertThat(send("POST").statusCode()).isEqualTo(202);
        awaitState("waiting");
        assertThat(send("POST").statusCode()).isEqualTo(202);
        assertThat(twitch.seen().requests("POST /oauth2/device")).isEqualTo(2);
    }

    @Test
    void aCodeThatEndedIsRenewedForWhoLooks() {
        startTwitch(SimulatorOptions.defaults().withoutTokens().with(ProtocolTime.DEVICE_CODE_LIFE, ofSeconds(7)));
        startRelay(Map.of());
        awaitState("waiting");
        String first = signIn().path("userCode").asText();
        twitch.signIn().expireDeviceCodes();

        await().atMost(PATIENCE).until(() -> {
            String now = signIn().path("userCode").asText();
            return !now.isEmpty() && !now.equals("null") && !now.equals(first);
        });
        twitch.signIn().approve();
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
    }

    @Test
    void slowDownAndTroubleDelayTheSignInAndDoNotEndIt() {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        twitch.faults().fail("/oauth2/device", 503, "", 1);
        twitch.faults().fail("/oauth2/token", 400, "slow_down", 1);
        twitch.signIn().approve();
        startRelay(Map.of());

        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
    }

    @Test
    void aCutGrantIsToldWithinAPollAndWidgetsKeepTheirStreamAndValues() {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        twitch.channel().followers(1234);
        Map<String, Object> settings = new HashMap<>(tokens(options));
        settings.put("twitch.poll-interval", "500ms");
        startRelay(settings);
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        await().atMost(PATIENCE)
                .until(() -> relay.get("/api/twitch/stats")
                                .path("data")
                                .path("followers")
                                .asInt()
                        == 1234);

        try (EventStreamRecorder stream = relay.stream("")) {
            int polls = twitch.seen().requests("GET /helix/streams");
            twitch.signIn().disconnect();
            await().atMost(PATIENCE).until(() -> !signIn().path("signedIn").asBoolean());
            assertThat(twitch.seen().requests("GET /helix/streams") - polls)
                    .as("polls until it is told")
                    .isLessThanOrEqualTo(2);
            awaitState("waiting");
            // three more polls, none of which tries to refresh
            twitch.seen().awaitRequests("POST /oauth2/token", 4, PATIENCE);

            assertThat(twitch.seen().refreshes()).isEqualTo(1);
            assertThat(relay.get("/api/twitch/stats")
                            .path("data")
                            .path("followers")
                            .asInt())
                    .isEqualTo(1234);
            assertThat(relay.send(
                                    "POST",
                                    relay.uri("/api/simulate/channel.raid"),
                                    "",
                                    "Authorization",
                                    "Bearer " + ADMIN)
                            .statusCode())
                    .isEqualTo(202);
            await().atMost(PATIENCE)
                    .until(() -> stream.awaitMessage(PATIENCE).data().contains("channel.raid"));
        }

        twitch.signIn().approve();
        awaitState("signed in");
        await().atMost(PATIENCE)
                .until(() ->
                        subscription("channel.follow").path("state").asText().equals("enabled"));
    }

    @Test
    void aTypeWhoseScopeIsMissingIsNotAttemptedAndAWiderSignInBringsIt() {
        SimulatorOptions options =
                SimulatorOptions.defaults().withScopes("moderator:read:followers", "channel:read:subscriptions");
        startTwitch(options);
        startRelay(tokens(options));
        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.subscribe", "channel.raid");
        await().atMost(PATIENCE)
                .until(() ->
                        subscription("channel.follow").path("state").asText().equals("enabled"));

        assertThat(subscription("channel.cheer").path("state").asText()).isEqualTo("missing scope");
        assertThat(subscription("channel.cheer").path("reason").asText())
                .contains("bits:read")
                .contains("/#sign-in");
        assertThat(twitch.seen().subscriptionPosts()).isEqualTo(EVENT_TYPES.length - 1);

        assertThat(send("POST").statusCode()).isEqualTo(401);
        assertThat(send("POST", "Authorization", "Bearer " + ADMIN).statusCode())
                .isEqualTo(202);
        awaitState("waiting");
        twitch.signIn().approve();
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
    }

    @Test
    void anotherUserIsNotLetInByTheCodeOnThePage() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options.withoutTokens());
        Files.writeString(
                data.resolve("token.json"),
                "{\"generation\":3,\"clientId\":\"" + options.clientId() + "\",\"userId\":\"700100\"}");
        startRelay(Map.of());
        twitch.signIn().approveAs(STRANGER);
        awaitRefusal();

        assertThat(signIn().path("refused").asText()).contains("another Twitch user", "stranger", "sign-out");
        assertThat(signIn().path("signedIn").asBoolean()).isFalse();
        theRightOneIsStillLetIn();
    }

    private void awaitRefusal() {
        await().atMost(PATIENCE).until(() -> signIn().path("refused").isTextual());
    }

    /** Without anybody asking for another code. */
    private void theRightOneIsStillLetIn() {
        twitch.signIn().approveAs(SimulatorOptions.defaults().broadcaster());
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        awaitState("signed in");
        assertThat(signIn().path("refused").isNull()).isTrue();
    }

    private String userOfStatus() {
        return relay.status().path("token").path("user").asText();
    }

    @Test
    void withAChannelAStrangerWhoEntersTheCodeFirstIsNotLetIn(CapturedOutput output) throws IOException {
        startTwitch(SimulatorOptions.defaults().withoutTokens().withTokenUser(STRANGER, false));
        startRelay(Map.of("twitch.channel", "LanternBay"));
        twitch.signIn().approveAs(STRANGER);
        awaitRefusal();

        assertThat(signIn().path("refused").asText())
                .contains("twitch.channel is lanternbay", "stranger", "not a moderator");
        assertThat(output.getAll()).contains("sign in to Twitch as lanternbay", "stranger entered the code");
        assertThat(Files.exists(data.resolve("token.json"))).isFalse();
        await().atMost(PATIENCE).until(() -> twitch.seen().requests("POST /oauth2/revoke") == 1);
        theRightOneIsStillLetIn();
        assertThat(userOfStatus()).isEqualTo("lanternbay");
    }

    @Test
    void withAChannelItsModeratorIsLetInAndSaidToBeOne(CapturedOutput output) {
        startTwitch(SimulatorOptions.defaults().withoutTokens().withTokenUser(STRANGER, true));
        twitch.channel().followers(3);
        startRelay(Map.of("twitch.channel", "lanternbay"));
        twitch.signIn().approveAs(STRANGER);
        awaitState("signed in");

        await().atMost(PATIENCE).until(() -> userOfStatus().equals("stranger"));
        assertThat(relay.status().path("token").path("channel").asText()).isEqualTo("lanternbay");
        assertThat(output.getAll()).contains("signed in to Twitch as stranger, a moderator of lanternbay");
    }

    @Test
    void theChannelsOwnerIsLetInWhoeverSignedInBefore() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options.withoutTokens());
        Files.writeString(
                data.resolve("token.json"),
                "{\"generation\":3,\"clientId\":\"" + options.clientId() + "\",\"userId\":\"666\"}");
        startRelay(Map.of("twitch.channel", "lanternbay"));
        twitch.signIn().approve();

        awaitState("signed in");
    }

    @Test
    void whoIsNoLocalVisitorFindsTheCodeInTheLogOnly(CapturedOutput output) throws IOException {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay(Map.of());
        awaitState("waiting");
        String code = signIn().path("userCode").asText();
        assertThat(code).hasSizeGreaterThan(5);

        for (String stranger : List.of(
                "Host: evil.example",
                "Host: relay.local",
                "Host: 192.168.7.20:8080",
                "Host: localhost|X-Forwarded-For: 203.0.113.9",
                "Host: localhost|X-Forwarded-For: 127.0.0.1",
                "Host: localhost|Forwarded: for=203.0.113.9",
                "Host: localhost|Via: 1.1 proxy",
                "Host: localhost|X-Real-IP: 203.0.113.9",
                "Host: localhost|CF-Connecting-IP: 203.0.113.9",
                "Host: localhost|Authorization: Bearer wrong")) {
            assertThatItIsNotTold(code, stranger);
        }
        String log = output.getAll();
        assertThat(log.substring(log.lastIndexOf("sign in to Twitch"))).contains(code);
        assertThat(relay.send("GET", relay.managementUri("/actuator/health"), "")
                        .body())
                .doesNotContain(code);

        String asAdmin = raw("GET", "/api/sign-in", "Host: evil.example|Authorization: Bearer " + ADMIN);
        assertThat(asAdmin).contains("\"userCode\":\"" + code);
        assertThat(raw("GET", "/api/sign-in", "Host: [::1]:8080")).contains(code);
    }

    private void assertThatItIsNotTold(String code, String headers) throws IOException {
        for (String path : List.of(
                "/api/sign-in", "/api/sign-in/qr.svg", "/api/status", "/api/twitch/events", "/", "/api/outbox")) {
            assertThat(raw("GET", path, headers))
                    .as("%s, %s", headers, path)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain(code, "<svg ");
        }
        assertThat(raw("POST", "/api/sign-in", headers))
                .as(headers)
                .doesNotContain(code)
                .startsWith("HTTP/1.1 " + (headers.contains("wrong") ? 401 : headers.contains("evil") ? 403 : 202));
        if (!headers.contains("evil") && !headers.contains("wrong")) {
            assertThat(raw("GET", "/api/sign-in", headers)).as(headers).contains("the code stands in the relay's log");
        }
    }

    private String raw(String method, String path, String headers) throws IOException {
        return RawHttp.exchange(
                relay.uri("/").getPort(),
                method + " " + path + " HTTP/1.1\r\n" + headers.replace("|", "\r\n")
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whoSpeaksHttp10IsAProxyAndNoLocalVisitor() throws IOException {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay(Map.of());
        awaitState("waiting");

        assertThat(RawHttp.exchange(
                        relay.uri("/").getPort(),
                        "GET /api/sign-in HTTP/1.0\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n"))
                .contains("the relay's log")
                .doesNotContain(signIn().path("userCode").asText());
    }

    @Test
    void afterACutGrantOfConfiguredTokensTheSameUserIsAskedFor() {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        startRelay(tokens(options));
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        twitch.signIn().disconnect();
        awaitState("waiting");

        assertThat(relay.bean(DeviceCodeSignIn.class).status().signedIn()).isFalse();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(data.resolve("token.json"))
                .content()
                .contains("\"userId\":\"700100\"")
                .doesNotContain("tokens"));
    }

    @Test
    void signingOutRevokesTheTokenAndStaysSoAfterARestart() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        startRelay(tokens(options));
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);

        assertThat(send("DELETE").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "Authorization", "Bearer " + ADMIN).statusCode())
                .isEqualTo(200);
        assertThat(twitch.signIn().valid(options.accessToken())).isFalse();
        twitch.seen().awaitConnections(0, PATIENCE);
        assertThat(signIn().path("state").asText()).isEqualTo("required");
        assertThat(Files.readString(data.resolve("token.json"))).doesNotContain(options.refreshToken());

        relay.close();
        startRelay(tokens(options));
        awaitState("waiting");
    }

    @Test
    void tokensThatChangedInTheConfigurationWinOverTheStore() {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        startRelay(tokens(options));
        twitch.seen().awaitSubscribed(PATIENCE, EVENT_TYPES);
        twitch.signIn().expireAccessTokens();
        await().atMost(PATIENCE).until(() -> {
            relay.bean(Accounts.class).resolve();
            return twitch.seen().refreshes() == 1 && Files.exists(data.resolve("token.json"));
        });
        relay.close();

        // unchanged: the store has the only refresh token that still works
        startRelay(tokens(options));
        twitch.seen().awaitConnections(1, PATIENCE);
        assertThat(signIn().path("signedIn").asBoolean()).isTrue();
        relay.close();

        String newer = twitch.signIn().issueToken(options.broadcaster(), "bits:read");
        startRelay(Map.of("twitch.access-token", newer));
        twitch.seen().awaitConnections(1, PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> relay.status().path("token").path("scopes").size() == 1);
    }

    @Test
    void aStoreThatCannotBeReadIsSetAside() throws IOException {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        Files.writeString(data.resolve("token.json"), "{\"generation\":3,\"clie");
        startRelay(Map.of());
        awaitState("waiting");

        List<String> files = new ArrayList<>();
        try (var listed = Files.list(data)) {
            listed.forEach(file -> files.add(file.getFileName().toString()));
        }
        assertThat(files).contains("token.json.unreadable").doesNotContain("token.json");
    }
}
