package dev.twitchrelay.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        InstalledMosquitto broker =
                new InstalledMosquitto(OutsideTool.find("mosquitto"), folder, FreePort.find(), rules);
        broker.start();
        return broker;
    }

    /** Starts it again after {@link #stop()}; returns when it listens. */
    public void start() throws IOException {
        process = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        OutsideTool.awaitListening(port);
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
