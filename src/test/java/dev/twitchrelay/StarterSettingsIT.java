package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.seda.SedaComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of Camel's parts, as Camel documents them, in the relay and in the commands that run routes without it. */
@Thorough
class StarterSettingsIT {
    @TempDir
    Path folder;

    @Test
    void theRelaysComponentsAndDataFormatsHaveTheirSettings() {
        try (RunningRelay relay = RunningRelay.start(Map.of(
                "spring.profiles.active", "demo",
                "camel.component.http.connect-timeout", "1700",
                "camel.component.http.proxy-host", "proxy.example",
                "camel.component.seda.queue-size", "17",
                "camel.component.platform-http.handle-write-response-error", "true",
                "camel.component.paho-mqtt5.keep-alive-interval", "7",
                "camel.component.paho-mqtt5.broker-url", "tcp://other.example:1883",
                "sinks.mqtt.broker-url", "tcp://broker.example:1883",
                "camel.dataformat.jackson.pretty-print", "true"))) {
            CamelContext camel = relay.bean(CamelContext.class);

            HttpComponent http = camel.getComponent("http", HttpComponent.class);
            assertThat(http.getConnectTimeout()).isEqualTo(1700);
            assertThat(http.getProxyHost()).isEqualTo("proxy.example");
            assertThat(camel.getComponent("seda", SedaComponent.class).getQueueSize())
                    .isEqualTo(17);
            assertThat(camel.getComponent("platform-http", PlatformHttpComponent.class)
                            .isHandleWriteResponseError())
                    .isTrue();
            PahoMqtt5Component mqtt = camel.getComponent("paho-mqtt5", PahoMqtt5Component.class);
            assertThat(mqtt.getConfiguration().getKeepAliveInterval()).isEqualTo(7);
            // the relay's own settings win over those of a part
            assertThat(mqtt.getConfiguration().getBrokerUrl()).isEqualTo("tcp://broker.example:1883");
            assertThat(((JacksonDataFormat) camel.resolveDataFormat("jackson")).isPrettyPrint())
                    .isTrue();
        }
    }

    @Test
    void routesAreTestedWithTheSettingsThatTheyRunWith() throws Exception {
        writeRoute();

        assertThat(said(1, "routes", "test", folder.toString())).contains("1 tests, 1 failed");
        assertThat(said(
                        0,
                        "routes",
                        "test",
                        folder.toString(),
                        "--camel.component.language.allow-template-from-header=true"))
                .contains("1 tests, 0 failed");
    }

    @Test
    void aValueThatIsNoneOfTheOptionIsNamedByTheRelayAndByCommands() throws Exception {
        writeRoute();
        String wrong = "--camel.component.seda.queue-size=many";

        assertThat(List.of(
                        said(
                                1,
                                wrong,
                                "--spring.profiles.active=demo",
                                "--server.port=0",
                                "--management.server.port=0"),
                        said(2, "routes", "check", folder.toString(), wrong),
                        said(1, "routes", "test", folder.toString(), wrong)))
                .allSatisfy(said -> assertThat(said)
                        .contains("camel.component.seda.queue-size is 'many', which is not a")
                        .doesNotContain("\tat "));
    }

    private void writeRoute() throws IOException {
        Files.writeString(folder.resolve("parts.camel.yaml"), """
                - route:
                    id: parts
                    from:
                      uri: direct:parts
                      steps:
                        - setHeader: {name: CamelLanguageScript, constant: of the header}
                        - to: "language:constant:of the route"
                        - to: mock:template
                """);
        Files.createDirectories(folder.resolve("tests"));
        Files.writeString(folder.resolve("tests/parts.test.yaml"), """
                - test: the component takes its template from the header
                  route: parts
                  input: {body: {n: 2}}
                  expect:
                    - {to: "mock:template", body: "of the header"}
                """);
    }

    private String said(int exitCode, String... arguments) throws Exception {
        try (PackagedRelay command =
                PackagedRelay.start(Map.of("RELAY_DATA", folder.resolve("data").toString()), arguments)) {
            int ended = command.exitCode(120);
            assertThat(ended).as(command.output()).isEqualTo(exitCode);
            return command.output();
        }
    }
}
