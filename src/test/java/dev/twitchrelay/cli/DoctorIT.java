package dev.twitchrelay.cli;

import static dev.twitchrelay.support.RunningRelay.EVENT_TYPES;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RouteCommands;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.TestCertificate;
import dev.twitchrelay.support.Thorough;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody reads who asks the doctor, and signing out on the command line. */
@Thorough
class DoctorIT {
    private static final Duration PATIENCE = ofSeconds(60);

    @TempDir
    Path data;

    private final Map<String, Object> settings = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private TwitchSimulator twitch;
    private RunningRelay relay;

    private void startTwitch(SimulatorOptions options) {
        twitch = TwitchSimulator.start(options);
        settings.putAll(RunningRelay.settings(
                twitch,
                "relay.routes",
                "./routes",
                "relay.data",
                data,
                // nothing listens there
                "server.port",
                9));
        if (options.accessToken() != null) {
            settings.put("twitch.access-token", options.accessToken());
            settings.put("twitch.refresh-token", options.refreshToken());
        }
    }

    private void startRelay(String... subscribed) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("server.port", 0);
        relay = RunningRelay.start(all);
        settings.put("server.port", relay.uri("/").getPort());
        twitch.seen().awaitSubscribed(PATIENCE, subscribed);
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

    private int run(String... arguments) {
        out.reset();
        Settings own = new Settings(
                name -> settings.containsKey(name) ? settings.get(name).toString() : null, () -> {});
        return new CommandLine(List.of(
                        new DoctorCommand(own, () -> RouteCommands.vocabulary(Map.of())),
                        new SignOutCommand(own),
                        new RoutesTapCommand(own)))
                .run(arguments, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allIsWellWhenEverythingIsSubscribedAndTheStreamIsPrompt() {
        startTwitch(SimulatorOptions.defaults());
        startRelay(EVENT_TYPES);

        await().atMost(PATIENCE)
                .until(() -> run("doctor", "--url", relay.uri("").toString()) == 0);

        assertThat(said())
                .contains("lanternbay")
                .contains("the token ends in 3 h")
                .contains("the first byte came after")
                .contains("points left")
                .contains("clock")
                .contains("all is well");
        Stream.of(EVENT_TYPES).forEach(type -> assertThat(said()).contains(type));
    }

    @Test
    void aMissingScopeIsNamedWithItsTypeAndItsRemedy() {
        startTwitch(SimulatorOptions.defaults().withScopes("moderator:read:followers", "channel:read:subscriptions"));
        startRelay("channel.follow", "channel.subscribe", "stream.online");

        await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().endsWith("1 problem\n"));

        assertThat(said())
                .containsPattern("PROBLEM +channel.cheer +not subscribed: the sign-in lacks the scope bits:read")
                .contains("to do: sign in again to grant it, at /#sign-in");
        assertThat(relay.status().path("findings").toString()).contains("the sign-in lacks the scope bits:read");
    }

    @Test
    void theSignInAndTheScopesAreCheckedWithoutARelay() {
        startTwitch(SimulatorOptions.defaults().withScopes("bits:read", "channel:read:subscriptions"));

        assertThat(run("doctor")).isEqualTo(1);
        assertThat(said())
                .contains("no relay answers")
                .containsPattern("PROBLEM +channel.follow +not subscribed: the sign-in lacks the scope moderator:read")
                .containsPattern("ok +channel.cheer");
        assertThat(Files.exists(data.resolve("token.json"))).isFalse();
    }

    @Test
    void nobodySignedInIsAProblemWithARemedy() {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        startRelay();

        await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().contains("enter the code"));
        assertThat(said())
                .contains("PROBLEM  sign-in", "relay's log")
                .contains(EVENT_TYPES.length + " event types")
                .doesNotContain("/activate?")
                .endsWith("1 problem\n");
    }

    @Test
    void anAccessTokenThatNothingRenewsIsAProblemBeforeItEnds() {
        startTwitch(SimulatorOptions.defaults());
        settings.remove("twitch.refresh-token");
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(said())
                .containsPattern("PROBLEM +sign-in .*there is no refresh token, so the sign-in ends at 20")
                .doesNotContain("is refreshed before", "all is well");

        startRelay(EVENT_TYPES);
        await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().endsWith("1 problem\n"));
        assertThat(said()).containsPattern("PROBLEM +sign-in .*there is no refresh token, so the sign-in ends at 20");
        assertThat(relay.status().path("findings").toString()).contains("there is no refresh token");
    }

    @Test
    void aTokenOfAnotherApplicationIsOneCauseInTheSameWordsEverywhere() {
        startTwitch(SimulatorOptions.defaults());
        settings.put("twitch.client-id", "0ther");
        settings.put("twitch.poll-interval", "200ms");
        String cause = "the token was issued to another application than twitch.client-id names";
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(said()).containsPattern("PROBLEM +sign-in +" + cause).endsWith("1 problem\n");

        startRelay();
        await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().contains(cause));
        assertThat(said())
                .contains("event types and")
                .doesNotContain("broadcaster, or as a moderator")
                .endsWith("1 problem\n");
        assertThat(relay.status().path("token").path("problem").asText()).startsWith(cause);
    }

    /** The port of a server that answers everything with a page, which Twitch never does. */
    private static int pages(Vertx vertx, int status) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "text/html")
                        .end("<html>hello</html>"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "200", "302", "nobody", "noTls"})
    void aWrongAddressOfTheSignInIsNamedByItsSetting(String kind) throws Exception {
        startTwitch(SimulatorOptions.defaults().withoutTokens());
        Vertx vertx = Vertx.vertx();
        try {
            int port = pages(vertx, kind.matches("\\d+") ? Integer.parseInt(kind) : 200);
            settings.put(
                    "twitch.auth.url",
                    (kind.equals("noTls") ? "https" : "http") + "://127.0.0.1:" + (kind.equals("nobody") ? 9 : port)
                            + "/oauth2");
            startRelay();

            await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().contains("twitch.auth.url"));
            assertThat(said())
                    .contains("TWITCH_AUTH_URL")
                    .doesNotContain("ask for a sign-in code there", "client-id")
                    .endsWith("1 problem\n");

            settings.put("server.port", 9);
            settings.put("twitch.access-token", "some");
            assertThat(run("doctor")).isEqualTo(1);
            assertThat(said()).contains("twitch.auth.url").endsWith("1 problem\n");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 200})
    void aWrongAddressOfHelixIsNamedByItsSettings(int status) throws Exception {
        startTwitch(SimulatorOptions.defaults());
        Vertx vertx = Vertx.vertx();
        try {
            int port = pages(vertx, status);
            settings.put("twitch.api.url", "http://127.0.0.1:" + port + "/helix");
            settings.put("twitch.poll-interval", "200ms");
            startRelay();

            await().atMost(PATIENCE)
                    .until(() -> run("doctor") == 1
                            && said().contains("the address is wrong: twitch.api.url answers")
                            && said().contains("the address is wrong: twitch.eventsub.subscriptions-url"));
            assertThat(said()).contains("correct that setting").endsWith("2 problems\n");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void aWrongClockIsTold() {
        startTwitch(SimulatorOptions.defaults());
        twitch.faults().skewClockBy(Duration.ofMinutes(-7));
        startRelay();

        await().atMost(PATIENCE).until(() -> run("doctor") == 1 && said().contains("ahead of Twitch's"));
        assertThat(said()).contains("7 min ahead").contains("NTP");
    }

    @Test
    void aProxyThatCollectsTheAnswerIsFoundByItsLateFirstByte() throws Exception {
        startTwitch(SimulatorOptions.defaults());
        startRelay(EVENT_TYPES);
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer proxy = vertx.createHttpServer()
                    .requestHandler(request -> {
                        HttpServerResponse response =
                                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
                        response.writeHead();
                        vertx.setTimer(2_500, timer -> response.write("retry: 3000\n\n"));
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();

            int code = run("doctor", "--url=http://127.0.0.1:" + proxy.actualPort());

            assertThat(code).isEqualTo(1);
            assertThat(said()).contains("something on the way holds it back").contains("proxy_buffering off");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void anAddressThatLeadsElsewhereIsTold() {
        startTwitch(SimulatorOptions.defaults());
        startRelay(EVENT_TYPES);

        assertThat(run("doctor", "--url", twitch.apiUrl().toString())).isEqualTo(1);
        assertThat(said()).contains("instead of an event stream").contains("make the proxy forward this path");
        assertThat(run("doctor", "--url", "http://127.0.0.1:9")).isEqualTo(1);
        assertThat(said()).contains("cannot be reached");
    }

    @Test
    void aRelayThatSpeaksHttpsIsAskedAsWell() throws Exception {
        TestCertificate made = TestCertificate.in(data);
        startTwitch(SimulatorOptions.defaults());
        settings.put("server.ssl.certificate", made.certificate());
        settings.put("server.ssl.certificate-private-key", made.privateKey());
        startRelay(EVENT_TYPES);

        await().atMost(PATIENCE).until(() -> run("doctor") == 0 && said().contains("the relay at https://127.0.0.1:"));
        assertThat(said()).contains("all is well");

        assertThat(run("routes", "tap", "nosuch")).isEqualTo(1);
        assertThat(said()).isNotBlank().doesNotContain("no relay answers");
    }

    @Test
    void signingOutBesideARunningRelayIsNoticedByIt() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        settings.put("twitch.poll-interval", "200ms");
        startRelay(EVENT_TYPES);

        assertThat(run("sign-out")).isZero();
        assertThat(said()).contains("the running relay notices");
        assertThat(twitch.signIn().valid(options.accessToken())).isFalse();
        await().atMost(PATIENCE)
                .until(() -> !relay.get("/api/sign-in").path("signedIn").asBoolean());
        assertThat(Files.readString(data.resolve("token.json"))).doesNotContain(options.refreshToken());
        assertThat(twitch.seen().refreshes()).isZero();
        assertThat(run("sign-out")).isZero();
        assertThat(said()).contains("nobody was signed in");
    }

    @Test
    void theFolderIsAllThatSigningOutTakesAndTheRelayNoticesWithoutTwitch() throws IOException {
        SimulatorOptions options = SimulatorOptions.defaults();
        startTwitch(options);
        Files.writeString(
                data.resolve("token.json"),
                "{\"generation\":3,\"clientId\":\"" + options.clientId()
                        + "\",\"userId\":\"700100\",\"tokens\":{\"access\":\"" + options.accessToken() + "\"}}");
        settings.remove("twitch.access-token");
        settings.remove("twitch.refresh-token");
        startRelay(EVENT_TYPES);
        settings.remove("twitch.client-id");
        twitch.faults().fail("/oauth2/revoke", 503, "", 1);

        assertThat(run("sign-out")).isEqualTo(1);
        assertThat(said()).contains("signed out; the running relay notices within seconds", "disconnect");
        await().atMost(PATIENCE)
                .until(() -> !relay.get("/api/sign-in").path("signedIn").asBoolean());
        twitch.seen().awaitConnections(0, PATIENCE);
    }

    @Test
    void withTheAdminTokenTheRelaySignsOutAtOnce() {
        startTwitch(SimulatorOptions.defaults());
        settings.put("relay.admin-token", "admin of this test");
        startRelay(EVENT_TYPES);

        assertThat(run("sign-out")).isZero();
        assertThat(relay.get("/api/sign-in").path("signedIn").asBoolean()).isFalse();
    }

    @Test
    void whatIsNoCommandIsOneSentenceAndExitCode2() throws IOException, InterruptedException {
        assertThat(run("doktor")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no command 'doktor'").contains("doctor, sign-out");
        assertThat(run("doctor", "--url", "relay")).isEqualTo(2);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.twitchrelay.Application",
                        "doktor")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said.lines()).hasSize(1);
    }
}
