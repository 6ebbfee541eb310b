package dev.twitchrelay.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The relay as {@code src/main/dist/package} installs it. It starts in half the time of the jar. */
public final class Installation {
    private static final Path FOLDER = Path.of("target/installation");

    private Installation() {}

    /**
     * The launcher of this build's relay for this Java. The first process of the tests that asks makes the installation; the others
     * wait for it. It needs {@code JAVA_HOME}.
     */
    public static synchronized Path launcher(Path jar) throws IOException, InterruptedException {
        Path madeFrom = FOLDER.resolve("made-from-" + Runtime.version() + ".jar");
        try (FileChannel channel = FileChannel.open(
                        Path.of("target/installation.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!Files.exists(madeFrom) || Files.mismatch(jar, madeFrom) != -1) {
                make(FOLDER, System.getProperty("java.home"));
                Files.copy(jar, madeFrom);
            }
        }
        return FOLDER.resolve("twitch-relay");
    }

    /** Makes one for the Java in this folder. */
    public static void make(Path folder, String javaHome) throws IOException, InterruptedException {
        OutsideTool.find("curl");
        OutsideTool.run(List.of("env", "JAVA_HOME=" + javaHome, "src/main/dist/package", folder.toString()));
    }
}
