package dev.twitchrelay;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FreePort;
import dev.twitchrelay.support.OutsideTool;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.RunningRelay;
import dev.twitchrelay.support.Thorough;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code src/docs/cluster.md} for the demo of a cluster, word by word, but with ports that are free here. */
@Thorough
class ClusterDocumentIT {
    private static final Path DOCUMENT = Path.of("src/docs/cluster.md");
    private static final Duration PATIENCE = ofSeconds(90);

    @TempDir
    private Path folder;

    private final int natsPort = FreePort.find();
    private List<String> commands;
    private Process nats;

    @BeforeEach
    void startNats() throws IOException {
        OutsideTool.find("nats-server");
        commands = Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.startsWith("nats-server "))
                .takeWhile(line -> !line.startsWith("```"))
                .toList();
        assertThat(commands).hasSize(3);
        Files.createSymbolicLink(folder.resolve("routes"), Path.of("routes").toAbsolutePath());
        Path jar = Files.createDirectory(folder.resolve("target")).resolve("twitch-relay.jar");
        Files.createSymbolicLink(jar, PackagedRelay.JAR.toAbsolutePath());
        ProcessBuilder builder = new ProcessBuilder(inFolder(commands.get(0) + " -p " + natsPort + " -sd nats"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nats.log").toFile());
        builder.environment().put("PATH", searchPath());
        nats = builder.start();
        OutsideTool.awaitListening(natsPort);
    }

    @AfterEach
    void stopNats() {
        if (nats != null) {
            nats.destroyForcibly();
        }
    }

    private static String searchPath() {
        return Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH") + ":/usr/sbin";
    }

    /** What a shell is asked to run in the folder of an installation. It becomes the command, so that its end is the command's. */
    private List<String> inFolder(String command) {
        return List.of("sh", "-c", "cd " + folder + " && exec env " + command);
    }

    private PackagedRelay startRelay(String command, int port) throws IOException {
        return PackagedRelay.launch(
                inFolder(command.replace("8082", String.valueOf(port)).replace("8083", "0")),
                Map.of(
                        "PATH",
                        searchPath(),
                        "CLUSTER_NATS_SERVERS",
                        "nats://127.0.0.1:" + natsPort,
                        "SERVER_PORT",
                        String.valueOf(port),
                        "MANAGEMENT_SERVER_PORT",
                        "0"));
    }

    @Test
    void theCommandsOfTheDocumentStartAClusterThatShowsOneEvening() throws Exception {
        List<Integer> ports =
                Stream.generate(FreePort::find).distinct().limit(2).toList();
        try (PackagedRelay first = startRelay(commands.get(1), ports.get(0));
                PackagedRelay second = startRelay(commands.get(2), ports.get(1))) {
            for (PackagedRelay relay : List.of(first, second)) {
                await().atMost(PATIENCE)
                        .until(() -> relay.hasEnded() || relay.output().split("listening on").length == 3);
                assertThat(relay.hasEnded()).as(relay.output()).isFalse();
            }
            await().atMost(PATIENCE)
                    .until(() -> !newestId(ports.get(0)).isEmpty()
                            && !newestId(ports.get(1)).isEmpty());
            String newest = newestId(ports.get(0));
            await().atMost(PATIENCE).until(() -> events(ports.get(1)).contains("\"" + newest + "\""));
        }
    }

    private static String events(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/twitch/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Of the events that a relay shows; ids are the same at every relay. Empty while it shows none. */
    private static String newestId(int port) throws IOException, InterruptedException {
        return RunningRelay.json(events(port)).path(0).path("id").asText();
    }

    @Test
    void natsListensOnThisComputerOnlyAndAsksForTheToken() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", natsPort)) {
            socket.setSoTimeout(5_000);
            String greeting = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assertThat(greeting).startsWith("INFO ").contains("\"auth_required\":true");
        }
        try (Socket other = new Socket()) {
            assertThat(canConnect(other)).as("another address of this computer").isFalse();
        }
    }

    private boolean canConnect(Socket socket) {
        try {
            socket.connect(new InetSocketAddress("127.0.0.2", natsPort), 2_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
