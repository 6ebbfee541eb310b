package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a user sees at the relay's start and its end: of the packaged relay, and of one in this process where that tells as much. */
@ExtendWith(OutputCaptureExtension.class)
class StartIT {
    private static final String CANNOT_START = "Twitch Relay cannot start: ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("listening on http://0\\.0\\.0\\.0:(\\d+)");

    private static Map<String, String> freePorts() {
        return new HashMap<>(
                Map.of("SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0", "RELAY_DATA", "target/start-it"));
    }

    private static void endsWithOneSentence(Map<String, String> environment, String... parts) throws Exception {
        try (PackagedRelay relay = PackagedRelay.start(environment)) {
            assertThat(relay.exitCode(60)).isEqualTo(1);
            assertThat(relay.output().lines().filter(line -> line.startsWith(CANNOT_START)))
                    .singleElement()
                    .asString()
                    .contains(parts);
            assertThat(relay.output()).doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void withoutAClientIdItSaysWhereToGetOne() throws Exception {
        endsWithOneSentence(freePorts(), "twitch.client-id", "TWITCH_CLIENT_ID", "demo");
    }

    @Test
    void aWrongVariableIsNamed() throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("TWITCH_CLIENT_ID", "x");
        environment.put("TWITCH_POLL_INTERVAL", "5");

        endsWithOneSentence(environment, "twitch.poll-interval");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twitch.poll-interval|abc",
                "twitch.poll-interval|5",
                "twitch.poll-interval|''",
                "twitch.api.url|api.twitch.tv",
                "twitch.api.url|wss://api.twitch.tv/helix",
                "twitch.api.url|https://api.twitch.tv/helix?x=1",
                "twitch.auth.url|https://id.twitch.tv/oauth2#x",
                "twitch.eventsub.url|https://eventsub.wss.twitch.tv/ws",
                "twitch.eventsub.url|eventsub.wss.twitch.tv/ws",
                "sinks.webhook.url|peer.example/hook",
                "sinks.webhook.url|https://peer.example/a b",
                "sse.history|0",
                "sse.heartbeat|soon",
                "relay.routes|/nowhere",
                "relay.routes|''",
                "relay.data|/dev/null/data",
                "relay.data|''",
                "server.port|99999",
            })
    void aWrongSettingIsNamed(String setting, String value, CapturedOutput output) {
        assertThatThrownBy(() -> RunningRelay.start(Map.of("twitch.client-id", "x", setting, value)));

        assertThat(output.getErr().lines().filter(line -> line.startsWith(CANNOT_START)))
                .singleElement()
                .asString()
                .contains(setting);
        assertThat(output.getAll()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void aPortInUseIsNamed(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            assertThatThrownBy(() -> RunningRelay.start(
                    Map.of("twitch.client-id", "x", "server.port", String.valueOf(taken.getLocalPort()))));

            assertThat(output.getErr().lines().filter(line -> line.startsWith(CANNOT_START)))
                    .singleElement()
                    .asString()
                    .contains(String.valueOf(taken.getLocalPort()), "server.port");
        }
    }

    @Test
    void theDemoShowsItsEveningAndSaysGoodbye() throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("SPRING_PROFILES_ACTIVE", "demo");
        // a real token that happens to be in the environment is not for the simulator
        environment.put("TWITCH_ACCESS_TOKEN", "a-real-token");
        try (PackagedRelay relay = PackagedRelay.start(environment)) {
            await().atMost(PATIENCE)
                    .until(() -> LISTENING.matcher(relay.output()).results().count() == 2);
            String port = LISTENING
                    .matcher(relay.output())
                    .results()
                    .reduce((management, main) -> main)
                    .orElseThrow()
                    .group(1);
            try (EventStreamRecorder stream =
                    EventStreamRecorder.connect(URI.create("http://127.0.0.1:" + port + "/api/twitch/stream"))) {
                assertThat(stream.awaitEvent(PATIENCE).retry()).isEqualTo(3000);
                assertThat(stream.awaitEvent(PATIENCE).event()).isEqualTo("hello");
                boolean event = false;
                while (!event) {
                    event = stream.awaitMessage(PATIENCE).data().startsWith("{\"type\":\"event\"");
                }

                relay.terminate();

                EventStreamRecorder.Event last = stream.awaitEvent(PATIENCE);
                while (!"bye".equals(last.event())) {
                    last = stream.awaitEvent(PATIENCE);
                }
                assertThat(last.retry()).isBetween(500L, 5000L);
                stream.awaitEnd(PATIENCE);
            }
            assertThat(relay.exitCode(60)).isEqualTo(143);
            assertThat(relay.output()).doesNotContain("a-real-token", "Exception");
        }
    }
}
