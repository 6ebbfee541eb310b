package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.PackagedRelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Routes in Java and XML in the packaged relay: from the executable jar, whose libraries are jars in a jar, and from an
 * installation. They use classes of Camel, of other libraries and of the relay.
 */
class BuiltRoutesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String JAVA = """
            package lamps;

            import com.fasterxml.jackson.databind.node.JsonNodeFactory;
            import dev.twitchrelay.outbox.RefusedException;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import org.apache.camel.builder.RouteBuilder;

            public class Lamp extends RouteBuilder {
                @Override
                public void configure() {
                    onException(RefusedException.class).handled(true);
                    from("direct:lamp").routeId("lamp")
                        .process(exchange -> {
                            Color color = new Color("green");
                            Files.writeString(Path.of(System.getenv("LAMP_FILE")), JsonNodeFactory.instance
                                    .objectNode()
                                    .put(exchange.getMessage().getBody(String.class), color.name())
                                    .toString());
                        });
                }

                record Color(String name) {}
            }
            """;

    private static final String XML = """
            <routes>
              <route id="switch">
                <from uri="timer:switch?delay=0&amp;period=300"/>
                <setBody><constant>lamp</constant></setBody>
                <to uri="direct:lamp"/>
              </route>
            </routes>
            """;

    @TempDir
    Path folder;

    private enum Start {
        JAR,
        INSTALLATION
    }

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/Lamp.java"), JAVA);
        Files.writeString(folder.resolve("routes/switch.camel.xml"), XML);
    }

    private PackagedRelay start(Start start, List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                start == Start.INSTALLATION
                        ? PackagedRelay.command()
                        : PackagedRelay.commandOfJar(options.toArray(String[]::new)));
        command.addAll(List.of(arguments));
        return PackagedRelay.launch(
                command,
                Map.of(
                        "RELAY_ROUTES",
                        folder.resolve("routes").toString(),
                        "RELAY_DATA",
                        folder.resolve("data").toString(),
                        "LAMP_FILE",
                        folder.resolve("lamp").toString(),
                        "TWITCH_CLIENT_ID",
                        "x",
                        "SERVER_PORT",
                        "0",
                        "MANAGEMENT_SERVER_PORT",
                        "0"));
    }

    private String output(PackagedRelay command, int exit) throws Exception {
        assertThat(command.exitCode(PATIENCE.toSeconds())).as(command.output()).isEqualTo(exit);
        return command.output();
    }

    @ParameterizedTest
    @EnumSource(Start.class)
    void theyAreCheckedAndRunAndAnEditIsLive(Start start) throws Exception {
        try (PackagedRelay check = start(start, List.of(), "routes", "check")) {
            assertThat(output(check, 0)).contains("2 files, 2 routes, no mistakes");
        }
        try (PackagedRelay relay = start(start, List.of())) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder.resolve("lamp"))
                    .as(relay.output())
                    .hasContent("{\"lamp\":\"green\"}"));

            Files.writeString(folder.resolve("routes/Lamp.java"), JAVA.replace("green", "purple"));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder.resolve("lamp"))
                    .as(relay.output())
                    .hasContent("{\"lamp\":\"purple\"}"));
        }
    }

    @Test
    void aJavaWithoutACompilerSaysSo() throws Exception {
        List<String> withoutCompiler = List.of("--limit-modules", "java.se,jdk.unsupported,jdk.zipfs,jdk.crypto.ec");

        try (PackagedRelay check = start(Start.JAR, withoutCompiler, "routes", "check")) {
            assertThat(output(check, 1))
                    .contains("Lamp.java:1:1: this Java has no compiler, so it cannot run routes in Java: ")
                    .doesNotContain("switch.camel.xml");
        }
    }
}
