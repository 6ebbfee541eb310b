package dev.twitchrelay.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.twitchrelay.kit.Daemons;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when its memory is exhausted, and when it does not end in time after a request to stop. A supervisor
 * then starts it again, and it continues from its journal. This works without options of Java, so it holds however the
 * relay is started. {@code main} calls it once. Its threads exist from the start, because later there may be no memory
 * for a thread.
 */
public final class LastResort {
    static final int EXIT_CODE = 3;

    /** The farewell takes 2 s, routes 10 s, ports 5 s. Kubernetes kills after 30 s, and preStop takes 5 of them. */
    private static final long SHUTDOWN_SECONDS = 22;

    private static final int FULL_PERCENT = 95;
    private static final int FULL_FOR_SECONDS = 10;

    private LastResort() {}

    /** Watches the process from now on. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfExhausted(failure);
            LoggerFactory.getLogger(LastResort.class).error("thread {} has failed", thread.getName(), failure);
        });
        Daemons.start(LastResort::watchMemory, "last-resort-memory");
        CountDownLatch asked = new CountDownLatch(1);
        Daemons.start(() -> endAfter(asked), "last-resort-end");
        Runtime.getRuntime().addShutdownHook(new Thread(asked::countDown, "last-resort-asked"));
    }

    /** Ends the process, too, when a failure in the log shows that memory is exhausted. Its catcher would go on. */
    public static void watchLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(new TurboFilter() {
                @Override
                public FilterReply decide(
                        Marker marker,
                        Logger logger,
                        Level level,
                        String format,
                        Object[] arguments,
                        Throwable failure) {
                    endIfExhausted(failure);
                    if (arguments != null
                            && arguments.length > 0
                            && arguments[arguments.length - 1] instanceof Throwable last) {
                        endIfExhausted(last);
                    }
                    return FilterReply.NEUTRAL;
                }
            });
        }
    }

    /** When Netty refuses direct memory, only the connection that asked for it is harmed. */
    private static void endIfExhausted(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof OutOfMemoryError && !(cause instanceof OutOfDirectMemoryError)) {
                end("out of memory (" + cause.getMessage() + ")");
            }
            cause = cause.getCause();
        }
    }

    private static void end(String why) {
        System.err.println(
                "Twitch Relay ends: " + why + ". It goes on from its journal when it is started again; more memory"
                        + " is given with -Xmx, for example JAVA_OPTS=-Xmx512m.");
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** A heap that stays full, and threads that wait for direct buffers, throw no error. So both are measured. */
    private static void watchMemory() {
        CountDownLatch never = new CountDownLatch(1);
        int seconds = 0;
        try {
            while (!never.await(1, TimeUnit.SECONDS)) {
                seconds = heapIsFull() || directIsFull() ? seconds + 1 : 0;
                if (seconds == FULL_FOR_SECONDS) {
                    // the figure of the heap is from the latest collection, which may be long ago
                    System.gc();
                } else if (seconds > FULL_FOR_SECONDS) {
                    end((heapIsFull() ? "the heap" : "the memory for direct buffers") + " has been full for " + seconds
                            + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            end("out of memory");
        }
    }

    private static boolean heapIsFull() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getName().matches(".*(Old|Tenured).*")) {
                MemoryUsage kept = pool.getCollectionUsage();
                long most = pool.getUsage().getMax();
                if (kept != null && most > 0 && isFull(kept.getUsed(), most)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean directIsFull() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct") && isFull(pool.getMemoryUsed(), maxDirectMemory())) {
                return true;
            }
        }
        return false;
    }

    private static long maxDirectMemory() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = Long.parseLong(options.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }

    private static boolean isFull(long used, long most) {
        return used * 100 >= most * FULL_PERCENT;
    }

    private static void endAfter(CountDownLatch asked) {
        try {
            asked.await();
            new CountDownLatch(1).await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StringBuilder waiting = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().matches("SpringApplicationShutdownHook|.*shutdown.*") && stack.length > 0) {
                waiting.append("; ").append(thread.getName()).append(" is in ").append(stack[0]);
            }
        });
        System.err.println("Twitch Relay did not end within " + SHUTDOWN_SECONDS + " s, and is ended now" + waiting);
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
