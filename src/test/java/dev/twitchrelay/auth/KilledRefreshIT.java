package dev.twitchrelay.auth;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.auth.RefreshVictim.Moment;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is killed (SIGKILL) at ten moments of a refresh, and the relay is started on what it left. A public application's
 * refresh token works once, so between Twitch's answer and the finished file nobody can save the sign-in; at every other
 * moment it must survive.
 */
@Thorough
class KilledRefreshIT {
    private static final Duration PATIENCE = ofSeconds(60);

    /** Twitch has spent the refresh token, and its successor was nowhere but in the killed process. */
    private static final Set<Moment> NOBODY_CAN_SAVE =
            EnumSet.of(Moment.ANSWER_LOST, Moment.ANSWER_RECEIVED, Moment.FILE_CREATED, Moment.HALF_WRITTEN);

    @TempDir
    Path data;

    private final SimulatorOptions options =
            SimulatorOptions.defaults().with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO);
    private final TwitchSimulator twitch = TwitchSimulator.start(options);
    private RunningRelay relay;

    @AfterEach
    void stop() {
        if (relay != null) {
            relay.close();
        }
        twitch.close();
    }

    private void killAt(Moment moment) throws IOException, InterruptedException {
        TokenPair pair = new TokenPair(new AccessToken(options.accessToken()), options.refreshToken(), null);
        new FileTokenStore(data, new Storage(Disk.REAL))
                .write(StoredSignIn.NONE.signedIn(options.clientId(), "700100", pair));
        switch (moment) {
            case CALL_NOT_SEEN_BY_TWITCH -> twitch.faults().hang("/oauth2/token", 1);
            case ANSWER_LOST -> twitch.faults().loseAnswers("/oauth2/token", 1);
            default -> {}
        }
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RefreshVictim.class.getName(),
                        data.toString(),
                        twitch.authUrl().toString(),
                        options.clientId(),
                        moment.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            if (moment == Moment.CALL_NOT_SEEN_BY_TWITCH) {
                twitch.seen().awaitRequests("POST /oauth2/token", 1, PATIENCE);
            } else {
                String line = said.readLine();
                while (line != null && !line.equals(moment.name())) {
                    line = said.readLine();
                }
                assertThat(line).isEqualTo(moment.name());
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(victim.exitValue()).isEqualTo(128 + 9);
    }

    private void startRelay() {
        relay = RunningRelay.start(RunningRelay.settings(twitch, "relay.data", data));
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aKillLeavesAWorkingSignInWhereTheProtocolAllowsOneAndOtherwiseOneClearRequest(Moment moment)
            throws IOException, InterruptedException {
        killAt(moment);
        // the worst case: nothing but the refresh token can help
        twitch.signIn().expireAccessTokens();
        int before = twitch.seen().refreshes();
        startRelay();

        if (NOBODY_CAN_SAVE.contains(moment)) {
            await().atMost(PATIENCE)
                    .until(() ->
                            relay.get("/api/sign-in").path("state").asText().equals("waiting"));
            assertThat(relay.get("/api/sign-in").path("problem").asText())
                    .contains("Invalid refresh token")
                    .contains("sign in with the code");
            assertThat(twitch.seen().refreshes() - before).isEqualTo(1);
            twitch.signIn().approve();
        }
        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.cheer");
        assertThat(twitch.seen().requests("POST /oauth2/device")).isEqualTo(NOBODY_CAN_SAVE.contains(moment) ? 1 : 0);
        assertThat(Files.exists(data.resolve("token.json.new"))).isFalse();
        assertThat(Files.exists(data.resolve("token.json.unreadable"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Moment.class,
            names = {"ANSWER_LOST", "ANSWER_RECEIVED", "HALF_WRITTEN"})
    void anAccessTokenThatStillLivesIsUsedAsLongAsItDoes(Moment moment) throws IOException, InterruptedException {
        killAt(moment);
        startRelay();

        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.cheer");
        assertThat(relay.get("/api/sign-in").path("state").asText()).isEqualTo("signed in");
        assertThat(twitch.seen().requests("POST /oauth2/device")).isZero();
    }
}
