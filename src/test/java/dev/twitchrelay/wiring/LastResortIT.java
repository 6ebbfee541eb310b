package dev.twitchrelay.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

/** Processes that cannot go on, and have no option of Java that would end them. */
@Execution(ExecutionMode.CONCURRENT)
class LastResortIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
}
