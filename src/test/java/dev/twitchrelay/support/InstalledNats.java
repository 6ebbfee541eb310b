package dev.twitchrelay.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
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
    public static InstalledNats stopped(Path folder) {
        return new InstalledNats(OutsideTool.find("nats-server"), folder, FreePort.find());
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
        OutsideTool.awaitListening(port);
    }

    /** Ends it as {@code kill -9} does; its streams stay. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Removes its streams; it must not run. */
    public void forget() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("jetstream"));
    }

    /** Cuts bytes off the newest file of a stream, as a power failure may do; it must not run. */
    public void cutNewest(String stream, int bytes) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("jetstream"))) {
            Path newest = files.filter(file -> file.toString().matches(".*/" + stream + "/msgs/\\d+\\.blk"))
                    .max(Comparator.comparingInt(file ->
                            Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""))))
                    .orElseThrow();
            try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
                file.truncate(file.size() - bytes);
            }
        }
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
