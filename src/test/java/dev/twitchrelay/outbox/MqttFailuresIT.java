package dev.twitchrelay.outbox;

import static dev.twitchrelay.outbox.OutboxFixture.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.InstalledMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker refuses, and what that is called. */
class MqttFailuresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private static String publish(String broker) {
        return """
                - setHeader: {name: CamelPahoMqtt5OverrideTopic, simple: "${header.EventType}"}
                - to:
                    uri: paho-mqtt5:t
                    parameters: {brokerUrl: '%s', qos: 1, userName: me, password: SECRET, lazyStartProducer: true}
                """.formatted(broker);
    }

    private SinkRoute sink(String broker) throws Exception {
        return SinkRoute.start(Files.createDirectories(data.resolve("data")), null, publish(broker), Map.of());
    }

    private static SinkStatus failed(SinkRoute sink) {
        await().atMost(PATIENCE).until(() -> sink.status().trouble() != null);
        return sink.status();
    }

    @Test
    void aBrokerThatIsAwayIsTriedAgain() throws Exception {
        try (SinkRoute sink = sink("tcp://127.0.0.1:" + FreePort.find())) {
            add(sink.outbox, "channel.raid", 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.NETWORK.words());
            assertThat(sink.status().state()).isEqualTo("waiting");
        }
    }

    @Test
    void aWrongPasswordStopsTheSinkAndKeepsTheMessages() throws Exception {
        Path passwords = Files.writeString(data.resolve("passwords"), "");
        try (InstalledMosquitto broker =
                        InstalledMosquitto.start(data, "allow_anonymous false\npassword_file " + passwords + "\n");
                SinkRoute sink = sink(broker.url())) {
            add(sink.outbox, "channel.raid", 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.STOPPED.words());
            assertThat(sink.status().reason())
                    .startsWith("the broker answered 13")
                    .doesNotContain("SECRET");
            assertThat(sink.status().waiting()).isEqualTo(1);
        }
    }

    @Test
    void aTopicThatTheBrokerForbidsIsADeadLetterAndNotASuccess() throws Exception {
        Path rules = Files.writeString(data.resolve("acl"), "topic write channel.raid\n");
        try (InstalledMosquitto broker =
                        InstalledMosquitto.start(data, "allow_anonymous true\nacl_file " + rules + "\n");
                SinkRoute sink = sink(broker.url())) {
            add(sink.outbox, "channel.cheer", 0);

            assertThat(failed(sink).trouble()).isEqualTo(FailureKind.REFUSED.words());
            assertThat(sink.outbox.contents().get(0).dead()).singleElement().satisfies(dead -> assertThat(dead.reason())
                    .startsWith("the broker answered 135"));
            assertThat(sink.status().delivered()).isZero();
        }
    }
}
