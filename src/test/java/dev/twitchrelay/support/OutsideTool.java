package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program that a test needs and that Maven does not bring. Where it is missing the test is skipped with that reason, but
 * never in CI.
 */
public final class OutsideTool {
    private OutsideTool() {}

    /** Runs it to its successful end and returns all that it printed. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw missing(command.get(0));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /**
     * Where the first of these programs is. Folders of servers are looked into as well, because they are on the search path of
     * an administrator only.
     */
    public static Path find(String... names) {
        List<String> folders = List.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":"));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(names[0]));
    }

    /** Returns when a server that has just been started listens on this port of this computer. */
    public static void awaitListening(int port) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static TestAbortedException missing(String program) {
        assertThat(System.getenv("CI")).as("CI must have %s", program).isNull();
        return new TestAbortedException("skipped because " + program + " is not installed");
    }
}
