package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.PackagedRelay;
import dev.twitchrelay.support.Thorough;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

/**
 * Processes that cannot go on, and have no option of Java that would end them: those of {@link Main}, and the packaged relay.
 */
@Execution(ExecutionMode.CONCURRENT)
class LastResortIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String GREEDY_ROUTE = """
            - route:
                id: greedy
                from:
                  uri: timer:greedy
                  parameters:
                    delay: 1
                    repeatCount: 1
                  steps:
                    - setBody:
                        constant: '{}'
                    - setBody:
                        jq: '[range(1000000000)]'
            """;

    @TempDir
    private Path folder;

    /** What happens in such a process. */
    enum Trouble {
        /** Somebody catches it and goes on, as event loops do. */
        HEAP_FULL {
            @Override
            void happen() throws InterruptedException {
                List<byte[]> eaten = new ArrayList<>();
                while (true) {
                    try {
                        eaten.add(new byte[100_000]);
                    } catch (OutOfMemoryError swallowed) {
                        new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
                    }
                }
            }
        },
        SWALLOWED_AND_LOGGED {
            @Override
            void happen() throws InterruptedException {
                LastResort.watchLog();
                LoggerFactory.getLogger(LastResortIT.class)
                        .debug("a task of {} failed", "a loop", new OutOfMemoryError());
                new CountDownLatch(1).await();
            }
        },
        THROWN {
            @Override
            void happen() throws InterruptedException {
                new Thread(() -> {
                            throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
                        })
                        .start();
                new CountDownLatch(1).await();
            }
        },
        NO_END_WHEN_ASKED {
            @Override
            void happen() throws InterruptedException {
                NoEnd.premain("");
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
        },
        DIRECT_MEMORY_REFUSED {
            @Override
            void happen() {
                List<ByteBuf> taken = new ArrayList<>();
                try {
                    while (true) {
                        taken.add(PooledByteBufAllocator.DEFAULT.directBuffer(1 << 20));
                    }
                } catch (OutOfDirectMemoryError refused) {
                    LastResort.watchLog();
                    LoggerFactory.getLogger(LastResortIT.class).debug("one connection failed", refused);
                    System.out.println("refused after " + taken.size() + " MB");
                    System.exit(0);
                }
            }
        };

        abstract void happen() throws InterruptedException;
    }

    /** An agent of Java, which a process may have: it waits for an event loop that is dead when the process is asked to end. */
    public static final class NoEnd {
        private NoEnd() {}

        public static void premain(String options) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "shutdown of a dead event loop"));
        }
    }

    /** The process. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws InterruptedException {
            JvmSettings.preset();
            LastResort.install();
            Trouble.valueOf(arguments[0]).happen();
        }
    }

    private static Process start(Trouble trouble) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // as the jar's manifest says
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        trouble.name())
                .redirectErrorStream(true)
                .start();
    }

    private static String end(Process process, int code) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(said).isEqualTo(code);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aHeapThatStaysFullEndsTheProcessWhoeverSwallowsTheErrors() throws Exception {
        assertThat(end(start(Trouble.HEAP_FULL), LastResort.EXIT_CODE))
                .contains("Twitch Relay ends")
                .contains("-Xmx");
    }

    @Test
    void anErrorThatAnEventLoopSwallowsAndLogsEndsTheProcess() throws Exception {
        assertThat(end(start(Trouble.SWALLOWED_AND_LOGGED), LastResort.EXIT_CODE))
                .contains("out of memory");
    }

    @Test
    void anErrorThatEndsAThreadEndsTheProcess() throws Exception {
        assertThat(end(start(Trouble.THROWN), LastResort.EXIT_CODE)).contains("out of memory (Java heap space)");
    }

    @Test
    void aProcessThatIsAskedToEndEndsWithinHalfAMinute() throws Exception {
        Process process = start(Trouble.NO_END_WHEN_ASKED);
        assertThat(process.getInputStream().read()).isEqualTo('r');
        // the process's own destroy() would close what it says, too
        process.toHandle().destroy();

        assertThat(end(process, LastResort.EXIT_CODE))
                .containsPattern("did not end within 2\\d s")
                .contains("shutdown of a dead event loop is in");
    }

    /** Netty refuses it, without waiting; Java would wait for room, and then fail with an error of another class. */
    @Test
    void directMemoryIsRefusedAtOnceAndEndsNothingElse() throws Exception {
        assertThat(end(start(Trouble.DIRECT_MEMORY_REFUSED), 0)).containsPattern("refused after \\d\\d MB");
    }

    private PackagedRelay start(List<String> command, String options) throws IOException {
        FolderCopy.of(Path.of("routes"), folder.resolve("routes"));
        PackagedRelay relay = PackagedRelay.launch(
                command,
                Map.of(
                        "JDK_JAVA_OPTIONS", options,
                        "TWITCH_CLIENT_ID", "x",
                        "TWITCH_AUTH_URL", "http://127.0.0.1:9",
                        "RELAY_ROUTES", folder.resolve("routes").toString(),
                        "RELAY_DATA", folder.resolve("data").toString(),
                        "SERVER_PORT", "0",
                        "MANAGEMENT_SERVER_PORT", "0"));
        await().atMost(PATIENCE).until(() -> relay.output().split("listening on").length == 3);
        return relay;
    }

    @Test
    @Thorough
    void theJarAloneEndsWhenARouteTakesAllMemory() throws Exception {
        try (PackagedRelay relay = start(PackagedRelay.commandOfJar(), "-Xmx96m -XX:TieredStopAtLevel=1")) {
            Files.writeString(folder.resolve("routes/greedy.camel.yaml"), GREEDY_ROUTE);

            assertThat(relay.exitCode(PATIENCE.toSeconds())).isEqualTo(LastResort.EXIT_CODE);
            assertThat(relay.output()).contains("Twitch Relay ends: ", "-Xmx");
        }
    }

    @Test
    @Thorough
    void theRelayEndsWithinHalfAMinuteAlsoWhenItsShutdownHangs() throws Exception {
        try (PackagedRelay relay = start(PackagedRelay.command(), "-javaagent:" + agent())) {
            relay.terminate();

            assertThat(relay.exitCode(30)).isEqualTo(LastResort.EXIT_CODE);
            assertThat(relay.output())
                    .containsPattern("did not end within 2\\d s")
                    .contains("shutdown of a dead event loop is in");
        }
    }

    /** The jar of {@link NoEnd}. */
    private Path agent() throws IOException {
        Path jar = folder.resolve("no-end.jar").toAbsolutePath();
        String file = NoEnd.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", NoEnd.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = NoEnd.class.getResourceAsStream("/" + file)) {
            out.putNextEntry(new ZipEntry(file));
            in.transferTo(out);
        }
        return jar;
    }
}
