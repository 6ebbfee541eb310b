package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import org.springframework.util.FileSystemUtils;

/** The system's own nats-server, with JetStream. Where there is none the test is skipped with that reason, but never in CI. */
public final class InstalledNats implements AutoCloseable {
    private final Path program;
    private final Path folder;
    private final int port;
    private String configuration = "";
    private Process process;

    private InstalledNats(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** @param folder for its streams */
    public static InstalledNats start(Path folder) throws IOException {
        InstalledNats nats = stopped(folder);
        nats.start();
        return nats;
    }

    /** @param configuration in the server's own words */
    public static InstalledNats start(Path folder, String configuration) throws IOException {
        InstalledNats nats = stopped(folder);
        nats.configuration = configuration;
        nats.start();
        return nats;
    }

    /** One that {@link #start()} will start. */
    public static InstalledNats stopped(Path folder) throws IOException {
        Optional<Path> program = Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":"))
                .map(each -> Path.of(each, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            assertThat(System.getenv("CI")).as("CI must have nats-server").isNull();
            throw new TestAbortedException("skipped because nats-server is not installed");
        }
        return new InstalledNats(program.get(), folder, FreePort.find());
    }

    /** Starts it, also after {@link #kill()}; returns when it listens. */
    public void start() throws IOException {
        Path written = Files.writeString(Files.createDirectories(folder).resolve("nats.conf"), configuration);
        process = new ProcessBuilder(
                        program.toString(),
                        "-c",
                        written.toString(),
                        "-js",
                        "-sd",
                        folder.toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nats.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Ends it as {@code kill -9} does; its streams stay. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Removes its streams; it must not run. */
    public void forget() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("jetstream"));
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
