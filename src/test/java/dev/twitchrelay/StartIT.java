package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a user sees at the relay's start and its end: of the packaged relay, and of one in this process where that tells as much. */
@ExtendWith(OutputCaptureExtension.class)
@Thorough
class StartIT {
    private static final String CANNOT_START = "Twitch Relay cannot start: ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("listening on http://[0-9.]+:(\\d+)");

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
                "twitch.eventsub.sessions|4",
                "sinks.webhook.url|peer.example/hook",
                "sinks.webhook.url|https://peer.example/a b",
                "sinks.webhook.format|xml",
                "sinks.mqtt.discovery|yes",
                "sse.history|0",
                "sse.heartbeat|soon",
                "relay.routes|/nowhere",
                "relay.routes|''",
                "relay.data|/dev/null/data",
                "relay.data|''",
                "relay.public-url|relay.example.org",
                "relay.admin-token|1",
                "relay.admin-token|aaaaaaaaaaaaaaaaaaaaaaaa",
                "server.port|99999",
                "server.address|nowhere.invalid",
                "server.address|203.0.113.7",
                "server.address|''",
                "management.server.address|256.1.1.1",
                "management.server.address|2001:db8::7",
                "management.server.port|-1",
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

    @ParameterizedTest
    @ValueSource(strings = {"server", "management.server"})
    void aPortInUseIsToldBeforeAnythingElseBegins(String server, CapturedOutput output) throws Exception {
        Path data = Path.of("target/start-it-" + System.nanoTime());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> RunningRelay.start(Map.of(
                    "twitch.client-id",
                    "x",
                    "relay.data",
                    data,
                    "logging.level.dev.twitchrelay",
                    "INFO",
                    server + ".address",
                    "127.0.0.1",
                    server + ".port",
                    String.valueOf(taken.getLocalPort()))));
        }
        assertThat(output.getErr()).contains(CANNOT_START).contains("another program listens there");
        assertThat(output.getOut()).doesNotContain("route", "Twitch", "listening");
        assertThat(data).doesNotExist();
    }

    @Test
    void theSimulatorsPortIsLookedAtAsWell() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Map<String, String> environment = freePorts();
            environment.put("SPRING_PROFILES_ACTIVE", "demo");
            environment.put("SIMULATOR_PORT", String.valueOf(taken.getLocalPort()));
            endsWithOneSentence(environment, "simulator.port", "another program listens there");
            environment.put("SIMULATOR_PORT", "many");
            endsWithOneSentence(environment, "simulator.port is 'many'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, this computer only",
        "localhost, this computer only",
        "::1, this computer only",
        "[::1], this computer only",
        "0.0.0.0, every network that this computer is on",
        "::, every network that this computer is on"
    })
    void bothServersListenWhereTheyAreToldAndSayWhoCanReachThem(String address, String reach, CapturedOutput output)
            throws Exception {
        try (RunningRelay relay = RunningRelay.start(Map.of(
                "twitch.client-id", "x",
                "twitch.auth.url", "http://127.0.0.1:9",
                "logging.level.dev.twitchrelay", "INFO",
                "server.address", address,
                "management.server.address", address))) {
            String plain = address.replaceAll("[\\[\\]]", "");
            InetAddress to =
                    InetAddress.getByName(plain.equals("::") ? "::1" : plain.equals("0.0.0.0") ? "127.0.0.1" : plain);
            for (URI uri : List.of(relay.uri("/"), relay.managementUri("/"))) {
                assertThat(reached(to, uri.getPort())).isTrue();
                assertThat(reached(InetAddress.getByName("127.0.0.2"), uri.getPort()))
                        .isEqualTo(reach.startsWith("every"));
            }
        }
        assertThat(output.getOut())
                .contains(reach + " can reach server.port: listening on http://")
                .contains(reach + " can reach management.server.port: listening on http://");
    }

    private static boolean reached(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theManagementPortIsForThisComputerUnlessItIsTold(CapturedOutput output) {
        try (RunningRelay relay = RunningRelay.start(Map.of(
                "twitch.client-id",
                "x",
                "twitch.auth.url",
                "http://127.0.0.1:9",
                "logging.level.dev.twitchrelay",
                "INFO"))) {
            assertThat(relay.managementUri("/").getPort()).isPositive();
        }
        assertThat(output.getOut())
                .contains("this computer only can reach management.server.port")
                .contains("every network that this computer is on can reach server.port");
    }

    @Test
    void aSecondRelayOnOneFolderIsToldWhoHasItAndAKilledOneLeavesItFree() throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("TWITCH_CLIENT_ID", "x");
        environment.put("TWITCH_AUTH_URL", "http://127.0.0.1:9");
        environment.put("RELAY_DATA", "target/start-it-" + System.nanoTime());
        try (PackagedRelay first = PackagedRelay.start(environment)) {
            await().atMost(PATIENCE)
                    .until(() -> LISTENING.matcher(first.output()).results().count() == 2);
            endsWithOneSentence(
                    environment,
                    "relay.data is ",
                    "which another relay uses (process " + first.pid() + " on ",
                    ", since 20");
            assertThat(first.hasEnded()).isFalse();
            first.kill();
        }
        try (PackagedRelay next = PackagedRelay.start(environment)) {
            await().atMost(PATIENCE)
                    .until(() -> LISTENING.matcher(next.output()).results().count() == 2);
        }
    }

    @Test
    void aRelayThatEndedLeavesItsFolderFree(CapturedOutput output) {
        Map<String, Object> settings = Map.of(
                "twitch.client-id", "x",
                "twitch.auth.url", "http://127.0.0.1:9",
                "relay.data", "target/start-it-" + System.nanoTime());
        try (RunningRelay relay = RunningRelay.start(settings)) {
            assertThatThrownBy(() -> RunningRelay.start(settings));
            assertThat(output.getErr())
                    .contains("another relay uses (process "
                            + ProcessHandle.current().pid());
            assertThat(relay.uri("/").getPort()).isPositive();
        }
        RunningRelay.start(settings).close();
    }

    @Test
    void theDemoStartsWhereThereIsNoFolderForTemporaryFiles() throws Exception {
        Map<String, String> environment = freePorts();
        environment.put("SPRING_PROFILES_ACTIVE", "demo");
        // below a file nobody, not even root, can make a folder
        environment.put(
                "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + Path.of("pom.xml").toAbsolutePath() + "/tmp");
        try (PackagedRelay relay = PackagedRelay.start(environment)) {
            await().atMost(PATIENCE)
                    .until(() -> relay.hasEnded() || relay.output().contains("is live for channel"));

            assertThat(relay.output()).contains("is live for channel").doesNotContain("\tat ", "Exception");
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
