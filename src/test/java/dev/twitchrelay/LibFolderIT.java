package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.PackagedRelay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components, Kamelets and routes that are in no jar of the relay work in the packaged relay and its commands, from {@code relay.lib}. */
class LibFolderIT {
    private static final String COMPONENT = """
            package example;

            import java.nio.file.*;
            import java.util.Map;
            import org.apache.camel.*;
            import org.apache.camel.support.*;

            public class BlinkComponent extends DefaultComponent {
                @Override
                protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                    return new DefaultEndpoint(uri, this) {
                        @Override
                        public Producer createProducer() {
                            return new DefaultProducer(this) {
                                @Override
                                public void process(Exchange exchange) throws Exception {
                                    Files.writeString(
                                            Path.of(System.getenv("BLINK_FILE")),
                                            remaining + " " + exchange.getMessage().getBody(String.class));
                                }
                            };
                        }

                        @Override
                        public Consumer createConsumer(Processor processor) {
                            throw new UnsupportedOperationException();
                        }
                    };
                }
            }
            """;

    /** A route that the jar brings with it: a bean that Spring Boot finds by the file below. */
    private static final String CONFIGURATION = """
            package example;

            import org.apache.camel.builder.RouteBuilder;
            import org.springframework.boot.autoconfigure.AutoConfiguration;
            import org.springframework.context.annotation.Bean;

            @AutoConfiguration
            public class LampConfiguration {
                @Bean
                public RouteBuilder ofTheJar() {
                    return new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:of-the-jar").routeId("of-the-jar").log("hi");
                        }
                    };
                }
            }
            """;

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: blink-sink}
            spec:
              definition:
                title: Blink
                required: [color]
                properties: {color: {title: Color, type: string}}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to: "blink:{{color}}"
            """;

    private static final String ROUTE = """
            - route:
                id: lamp
                from:
                  uri: timer:lamp
                  parameters: {repeatCount: 1}
                  steps:
                    - setBody: {constant: hello}
                    - to: {uri: "kamelet:blink-sink", parameters: {color: green}}
            """;

    @TempDir
    Path folder;

    private final int port = FreePort.find();

    @BeforeEach
    void makeJar() throws IOException {
        Path source = folder.resolve("BlinkComponent.java");
        Files.writeString(source, COMPONENT);
        Path configuration = folder.resolve("LampConfiguration.java");
        Files.writeString(configuration, CONFIGURATION);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        folder.resolve("classes").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString(),
                        configuration.toString());
        assertThat(compiled).isZero();
        Files.createDirectory(folder.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("lib/blink-1.0.jar")))) {
            for (Path file : Files.walk(folder.resolve("classes"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                add(jar, folder.resolve("classes").relativize(file).toString(), Files.readAllBytes(file));
            }
            add(
                    jar,
                    "META-INF/services/org/apache/camel/component/blink",
                    "class=example.BlinkComponent\n".getBytes(StandardCharsets.UTF_8));
            add(
                    jar,
                    "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
                    "example.LampConfiguration\n".getBytes(StandardCharsets.UTF_8));
            add(jar, "kamelets/blink-sink.kamelet.yaml", KAMELET.getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/lamp.camel.yaml"), ROUTE);
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("RELAY_LIB", folder.resolve("lib").toString());
        environment.put("RELAY_ROUTES", folder.resolve("routes").toString());
        environment.put("RELAY_DATA", folder.resolve("data").toString());
        environment.put("BLINK_FILE", folder.resolve("seen").toString());
        environment.put("TWITCH_CLIENT_ID", "x");
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        return environment;
    }

    private List<JsonNode> routes() throws Exception {
        String status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/status"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        List<JsonNode> routes = new ArrayList<>();
        new ObjectMapper().readTree(status).path("routes").forEach(routes::add);
        return routes;
    }

    private String check(Map<String, String> environment, int exit) throws Exception {
        try (PackagedRelay command = PackagedRelay.start(environment, "routes", "check")) {
            assertThat(command.exitCode(120)).as(command.output()).isEqualTo(exit);
            return command.output();
        }
    }

    @Test
    void aComponentAndAKameletOfAJarWorkInChecksAndInTheRelay() throws Exception {
        Map<String, String> without = environment();
        without.put("RELAY_LIB", folder.resolve("nothing").toString());

        assertThat(check(without, 1)).contains("there is no Kamelet 'blink-sink'");
        assertThat(check(environment(), 0)).contains("1 files, 1 routes, no mistakes");
        try (PackagedRelay relay = PackagedRelay.start(environment())) {
            await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> assertThat(folder.resolve("seen"))
                    .as(relay.output())
                    .hasContent("green hello"));
            assertThat(relay.output()).contains("jars of relay.lib: [blink-1.0.jar]");
            assertThat(routes())
                    .anyMatch(route -> route.path("id").asText().equals("of-the-jar")
                            && route.path("file").asText().contains("LampConfiguration")
                            && route.path("state").asText().equals("Started"));
        }
    }
}
