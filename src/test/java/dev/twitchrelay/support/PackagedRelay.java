package dev.twitchrelay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The relay as a process of its own, started by its launcher as users start it. */
public final class PackagedRelay implements AutoCloseable {
    private static final Path BUILT = Path.of("target/twitch-relay.jar");
    /** The jar of this build, or another with {@code -Drelay.jar=…}, to compare. */
    public static final Path JAR = Path.of(System.getProperty("relay.jar", BUILT.toString()));

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
        return launch(command, environment);
    }

    /** The command that starts it as users do. */
    public static List<String> command() throws IOException {
        if (JAR.equals(BUILT)) {
            try {
                return List.of(Installation.launcher(JAR).toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the relay was installed", e);
            }
        }
        return commandOfJar(QUICK.toArray(String[]::new));
    }

    /** The command that starts the jar without its launcher, with only these options of Java. */
    public static List<String> commandOfJar(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /** Starts it by a command of the test's own, with only these environment variables beside those that the shell always has. */
    public static PackagedRelay launch(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(Path.of("target"), "relay-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(TWITCH|RELAY|SSE|SPRING|SINKS|SOURCES|SERVER|CLUSTER)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
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
