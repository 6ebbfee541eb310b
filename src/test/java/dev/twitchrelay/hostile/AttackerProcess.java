package dev.twitchrelay.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.hostile.Assault.Toll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** An {@link Attacker} as a process of its own. Thread-safe; closing ends it with all its attacks. */
final class AttackerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final PrintStream orders;
    private final Consumer<String> log;
    private final AtomicInteger latest = new AtomicInteger();
    private final Map<String, Attack> running = new ConcurrentHashMap<>();

    private volatile boolean ready;

    private AttackerProcess(Process process, Consumer<String> log) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.log = log;
        Thread listener = new Thread(this::listen, "attacker-listener");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Returns when it listens to orders.
     *
     * @param before what stands before its command
     * @param log is told what it says of its choices
     */
    static AttackerProcess start(List<String> before, Target target, Consumer<String> log) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Attacker.class.getName(),
                String.valueOf(target.port()),
                String.valueOf(target.managementPort()),
                target.transport().name(),
                target.from()));
        AttackerProcess attacker = new AttackerProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                log);
        Awaitility.await("the attacker's start")
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> attacker.ready);
        return attacker;
    }

    /** An attack that has begun. */
    final class Attack {
        private final String id = String.valueOf(latest.incrementAndGet());
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Toll> toll = new CompletableFuture<>();

        private Attack() {
            running.put(id, this);
        }

        /** Ends it, if it goes on, and returns what it has done. */
        Toll stop() {
            orders.println("stop " + id);
            return told(toll, "end");
        }

        private <T> T told(CompletableFuture<T> answer, String does) {
            try {
                return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the attacker does not " + does + " its attack", e);
            }
        }
    }

    /**
     * Begins an attack; returns when it has its first connection.
     *
     * @param title a behaviour's, or {@link Mix#TITLE}
     * @param bound after which it ends by itself
     */
    Attack begin(String title, double intensity, Duration bound, long seed) {
        assertThat(process.isAlive()).as("the attacker lives").isTrue();
        Attack attack = new Attack();
        orders.println(String.join(
                " ",
                "start",
                attack.id,
                title,
                String.valueOf(intensity),
                String.valueOf(bound.toMillis() / 1000.0),
                String.valueOf(seed)));
        attack.told(attack.begun, "begin");
        return attack;
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("done ")) {
                    String[] parts = line.split(" ");
                    running.remove(parts[1])
                            .toll
                            .complete(new Toll(
                                    Long.parseLong(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4])));
                } else if (line.startsWith("begun ")) {
                    running.get(line.split(" ")[1]).begun.complete(null);
                } else if (line.equals(Attacker.READY)) {
                    ready = true;
                } else {
                    log.accept(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
