package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The relay as a process of its own, started by its launcher as users start it. */
public final class PackagedRelay implements AutoCloseable {
    private static final Path BUILT = Path.of("target/twitch-relay.jar");
    /** Another jar than that of this build with {@code -Drelay.jar=…}, to compare. */
    private static final Path JAR = Path.of(System.getProperty("relay.jar", BUILT.toString()));

    /** The launcher's options for a jar that has no launcher. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");

    private final Process process;
    private final Path output;

    private PackagedRelay(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it with only these environment variables beside those that the shell always has. */
    public static PackagedRelay start(Map<String, String> environment, String... arguments) throws IOException {
        assertThat(JAR).as("the jar that mvn package makes").exists();
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        all.putAll(environment);
        return launch(command, all);
    }

    private static List<String> command() throws IOException {
        if (JAR.equals(BUILT)) {
            try {
                return List.of(Installation.launcher(JAR).toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the relay was installed", e);
            }
        }
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(QUICK);
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /** Starts it by a command of the test's own, such as that of its launcher. */
    public static PackagedRelay launch(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(Path.of("target"), "relay-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(TWITCH|RELAY|SSE|SPRING|SINKS|SOURCES|SERVER|CLUSTER)_.*"));
        builder.environment().putAll(environment);
        return new PackagedRelay(builder.start(), output);
    }

    /** Everything it has printed so far. */
    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits for its end. */
    public int exitCode(long seconds) throws InterruptedException {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                .as("the process ends")
                .isTrue();
        return process.exitValue();
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it as {@code kill -9} does, and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it where it is, as {@code kill -STOP} does, until {@link #unfreeze()}. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void unfreeze() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    public boolean hasEnded() {
        return !process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it; returns when it is gone and writes into no folder any more. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
