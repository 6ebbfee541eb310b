package dev.twitchrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.contract.Payloads;
import dev.twitchrelay.contract.Payloads.Payload;
import dev.twitchrelay.contract.Schemas;
import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.NpmPackages;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import dev.twitchrelay.support.WebhookPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in other languages that know the relay's contract only, against the demo as users start it. */
@Thorough
class OtherLanguagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SCRIPTS = Path.of("src/test/js/support");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A second sink of the same kind, in the other mode. */
    private static final String BINARY = """
            - route:
                id: binary
                from:
                  uri: outbox:binary
                  parameters: {needs: sinks.binary.url}
                  steps:
                    - to:
                        uri: kamelet:webhook-sink
                        parameters: {address: sinks.binary.url, format: cloudevents-binary}
            """;

    @TempDir
    static Path folder;

    private static Program receiver;
    private static PackagedRelay relay;
    private static String address;

    /** A program that runs, and the lines that it has printed. */
    private record Program(Process process, Path output) implements AutoCloseable {
        static Program start(String... command) throws IOException {
            Path output = Files.createTempFile(folder, "program", ".log");
            // the test is skipped without it
            OutsideTool.find(command[0]);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Program(process, output);
        }

        List<String> lines() {
            try {
                return Files.readAllLines(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path modules = NpmPackages.install("cloudevents@10.0.0", "standardwebhooks@1.0.0");
        receiver = Program.start(
                "node",
                SCRIPTS.resolve("cloud-events-receiver.mjs").toString(),
                modules.toAbsolutePath().toString(),
                WebhookPeer.SECRET);
        await().atMost(PATIENCE).until(() -> !receiver.lines().isEmpty());
        String hook = "http://127.0.0.1:" + receiver.lines().get(0) + "/";
        Path routes = folder.resolve("routes");
        FolderCopy.of(Path.of("routes"), routes);
        Files.writeString(routes.resolve("sinks/binary.camel.yaml"), BINARY);
        String port = String.valueOf(FreePort.find());
        address = "http://127.0.0.1:" + port;
        Map<String, String> environment = new TreeMap<>(Map.of(
                "SPRING_PROFILES_ACTIVE",
                "demo",
                "SERVER_PORT",
                port,
                "MANAGEMENT_SERVER_PORT",
                "0",
                "RELAY_ROUTES",
                routes.toString(),
                "RELAY_DATA",
                folder.resolve("data").toString(),
                "RELAY_PUBLIC_URL",
                address,
                "SINKS_WEBHOOK_URL",
                hook + "structured",
                "SINKS_WEBHOOK_SECRET",
                WebhookPeer.SECRET,
                "SINKS_WEBHOOK_FORMAT",
                "cloudevents"));
        environment.put("SINKS_BINARY_URL", hook + "binary");
        relay = PackagedRelay.start(environment);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get("/api/status")
                .has("routes"));
    }

    @AfterAll
    static void stop() {
        if (relay != null) {
            relay.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }

    private static JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    private static JsonNode send(HttpRequest request) {
        try {
            return RunningRelay.json(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the id of the message */
    private static String fire(String type, JsonNode event) {
        String id = send(HttpRequest.newBuilder(URI.create(address + "/api/simulate/" + type))
                        .POST(HttpRequest.BodyPublishers.ofString(event.toString()))
                        .build())
                .path("id")
                .asText();
        assertThat(id).isNotEmpty();
        return id;
    }

    @Test
    void theReceiverOfAnotherSdkReadsBothModesOfCloudEventsAndTheirSignatures() {
        // an event of each type, and some with names and texts in other scripts
        Map<String, Payload> fired = new TreeMap<>();
        Payloads.samples().forEach(payload -> fired.put(fire(payload.type(), payload.event()), payload));
        Payloads.odd().stream()
                .filter(payload -> payload.type().matches("channel[.](cheer|follow|raid)"))
                .forEach(payload -> fired.put(fire(payload.type(), payload.event()), payload));

        for (String mode : List.of("structured", "binary")) {
            Map<String, JsonNode> received = new TreeMap<>();
            await().atMost(PATIENCE).untilAsserted(() -> {
                List<String> lines = receiver.lines();
                lines.subList(1, lines.size()).stream()
                        .map(RunningRelay::json)
                        .filter(line -> line.path("mode").asText().equals(mode))
                        .forEach(line -> received.put(line.at("/event/id").asText(), line));
                assertThat(received).containsKeys(fired.keySet().toArray(String[]::new));
            });
            fired.forEach((id, payload) -> {
                JsonNode event = received.get(id).path("event");
                assertThat(event.path("type").asText()).isEqualTo(payload.type());
                assertThat(event.path("source").asText()).isEqualTo(address + "/api/twitch/stream");
                assertThat(event.path("time").asText()).matches("20\\d\\d-.*Z");
                assertThat(event.path("origin").asText()).isEqualTo("test");
                String schema = event.path("dataschema").asText();
                assertThat(schema).isEqualTo(address + "/api/schema/" + payload.type() + ".json");
                assertThat(Schemas.faults(get(schema.substring(address.length())), event.path("data")))
                        .as("%s in mode %s", payload, mode)
                        .isEmpty();
            });
            assertThat(received).doesNotContainKey("");
        }
    }

    @Test
    void theParserOfAsyncApiHasNothingToSayOfTheServedDocument() throws Exception {
        Path modules = NpmPackages.install("@asyncapi/parser@3.6.0");

        JsonNode read = RunningRelay.json(OutsideTool.run(List.of(
                "node",
                SCRIPTS.resolve("read-asyncapi.mjs").toString(),
                modules.toAbsolutePath().toString(),
                address + "/api/asyncapi.yaml")));

        assertThat(read.path("diagnostics")).isEmpty();
        assertThat(read.path("version").asText()).isEqualTo("3.1.0");
        assertThat(read.path("messages"))
                .extracting(JsonNode::asText)
                .contains("hello", "alerts", "ping", "bye", "stats")
                .containsAll(Payloads.samples().stream().map(Payload::type).toList());
    }

    /** The program in the document is written from the AsyncAPI document alone. */
    @Test
    void theClientInTheDocumentPrintsTheEventsOfTheDemo() throws IOException {
        String document = Files.readString(Path.of("src/docs/contract.md"));
        var block = Pattern.compile("(?s)```python\n(.*?)```").matcher(document);
        assertThat(block.find()).isTrue();
        Path program = Files.writeString(folder.resolve("client.py"), block.group(1));

        try (Program client = Program.start("python3", program.toString(), address)) {
            // what the demo plays, and then events in the order in which they were fired
            await().atMost(PATIENCE).until(() -> !client.lines().isEmpty());
            List<String> fired = new ArrayList<>();
            for (int viewers = 4001; viewers <= 4005; viewers++) {
                fire("channel.raid", RunningRelay.json("{\"viewers\":" + viewers + "}"));
                fired.add("channel.raid {'viewers': " + viewers + "}");
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.lines()).containsSubsequence(fired));
        }
    }
}
