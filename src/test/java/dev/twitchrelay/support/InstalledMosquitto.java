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

/** The system's own mosquitto, an MQTT broker. Where there is none the test is skipped with that reason, but never in CI. */
public final class InstalledMosquitto implements AutoCloseable {
    private final Path program;
    private final Path configuration;
    private final int port;
    private Process process;

    private InstalledMosquitto(Path program, Path folder, int port, String rules) throws IOException {
        this.program = program;
        this.port = port;
        this.configuration = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nuser root\n" + rules);
    }

    /** @param folder for its configuration */
    public static InstalledMosquitto start(Path folder) throws IOException {
        return start(folder, "allow_anonymous true\n");
    }

    /** @param rules further lines of its configuration: whom it lets in, and to which topics */
    public static InstalledMosquitto start(Path folder, String rules) throws IOException {
        Optional<Path> program = Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":"))
                .map(each -> Path.of(each, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            assertThat(System.getenv("CI")).as("CI must have mosquitto").isNull();
            throw new TestAbortedException("skipped because mosquitto is not installed");
        }
        InstalledMosquitto broker = new InstalledMosquitto(program.get(), folder, FreePort.find(), rules);
        broker.start();
        return broker;
    }

    /** Starts it again after {@link #stop()}; returns when it listens. */
    public void start() throws IOException {
        process = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Ends it; its retained messages are gone. */
    public void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
