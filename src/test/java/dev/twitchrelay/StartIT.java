package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.PackagedRelay;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged relay as a process: what a user sees at its start and its end. */
class StartIT {
    private static final Pattern LISTENING = Pattern.compile("listening on http://0\\.0\\.0\\.0:(\\d+)");

    private static Map<String, String> freePorts() {
        return new HashMap<>(
                Map.of("SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0", "RELAY_DATA", "target/start-it"));
    }

    private static void endsWithOneSentence(Map<String, String> environment, String... parts) throws Exception {
        try (PackagedRelay relay = PackagedRelay.start(environment)) {
            assertThat(relay.exitCode(60)).isEqualTo(1);
            assertThat(relay.output().lines().filter(line -> line.startsWith("Twitch Relay cannot start: ")))
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TWITCH_POLL_INTERVAL|abc|twitch.poll-interval",
                "TWITCH_POLL_INTERVAL|5|twitch.poll-interval",
                "TWITCH_API_URL|api.twitch.tv|twitch.api.url",
                "TWITCH_EVENTSUB_URL|https://eventsub.wss.twitch.tv/ws|twitch.eventsub.url",
                "SSE_HISTORY|0|sse.history",
                "SSE_HEARTBEAT|soon|sse.heartbeat",
                "RELAY_ROUTES|/nowhere|relay.routes",
                "RELAY_DATA|/dev/null/data|relay.data",
                "SERVER_PORT|99999|server.port",
                "TWITCH_POLL_INTERVAL|''|twitch.poll-interval",
                "RELAY_DATA|''|relay.data",
                "RELAY_ROUTES|''|relay.routes",
            })
    void aWrongSettingIsNamed(String variable, String value, String setting) throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("TWITCH_CLIENT_ID", "x");
        environment.put(variable, value);

        endsWithOneSentence(environment, setting);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Map<String, String> environment = freePorts();
            environment.put("TWITCH_CLIENT_ID", "x");
            environment.put("SERVER_PORT", String.valueOf(taken.getLocalPort()));

            endsWithOneSentence(environment, String.valueOf(taken.getLocalPort()), "server.port");
        }
    }

    @Test
    void theDemoShowsItsEveningAndSaysGoodbye() throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("SPRING_PROFILES_ACTIVE", "demo");
        // a real token that happens to be in the environment is not for the simulator
        environment.put("TWITCH_ACCESS_TOKEN", "a-real-token");
        try (PackagedRelay relay = PackagedRelay.start(environment)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> LISTENING.matcher(relay.output()).results().count() == 2);
            String port = LISTENING
                    .matcher(relay.output())
                    .results()
                    .reduce((management, main) -> main)
                    .orElseThrow()
                    .group(1);
            try (EventStreamRecorder stream =
                    EventStreamRecorder.connect(URI.create("http://127.0.0.1:" + port + "/api/twitch/stream"))) {
                assertThat(stream.awaitEvent(Duration.ofSeconds(5)).retry()).isEqualTo(3000);
                assertThat(stream.awaitEvent(Duration.ofSeconds(5)).event()).isEqualTo("hello");
                boolean event = false;
                while (!event) {
                    event = stream.awaitMessage(Duration.ofSeconds(15)).data().startsWith("{\"type\":\"event\"");
                }

                relay.terminate();

                EventStreamRecorder.Event last = stream.awaitEvent(Duration.ofSeconds(10));
                while (!"bye".equals(last.event())) {
                    last = stream.awaitEvent(Duration.ofSeconds(10));
                }
                assertThat(last.retry()).isBetween(500L, 5000L);
                stream.awaitEnd(Duration.ofSeconds(5));
            }
            assertThat(relay.exitCode(15)).isEqualTo(143);
            assertThat(relay.output()).doesNotContain("a-real-token", "Exception");
        }
    }
}
