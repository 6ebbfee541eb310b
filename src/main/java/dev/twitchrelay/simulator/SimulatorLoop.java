package dev.twitchrelay.simulator;

import io.netty.handler.codec.DateFormatter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The simulator's single thread, an event loop of its own, and the simulator's time: timers, the durations of the
 * protocol, and Twitch's wall clock. All state of the simulator is used only on this thread, so the simulator needs no
 * locks. Other threads use {@link #call} and {@link #run}; every other method is for the loop.
 */
final class SimulatorLoop implements AutoCloseable {
    private final Map<ProtocolTime, Duration> durations = new EnumMap<>(ProtocolTime.class);
    private final Vertx vertx;
    private final Executor executor;
    private final Thread thread;
    private Duration skew = Duration.ZERO;

    /** Starts the thread. A time of the protocol that is not in the map has the value of production. */
    SimulatorLoop(Map<ProtocolTime, Duration> durations) {
        this.durations.putAll(durations);
        // daemon threads, because a simulator that was not closed must not keep a JVM alive
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true));
        Context context = vertx.getOrCreateContext();
        executor = work -> context.runOnContext(ignored -> work.run());
        thread = CompletableFuture.supplyAsync(Thread::currentThread, executor).join();
    }

    Vertx vertx() {
        return vertx;
    }

    /** Runs the work on the loop and waits for its result; on the loop it runs the work directly. */
    <T> T call(Supplier<T> work) {
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        try {
            return CompletableFuture.supplyAsync(work, executor).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Like {@link #call} for work without a result. */
    void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** Runs the work after the delay, at the earliest after a millisecond. Returns the number of the timer. */
    long after(Duration delay, Runnable work) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> work.run());
    }

    long after(ProtocolTime time, Runnable work) {
        return after(duration(time), work);
    }

    /** Runs the work after the duration, or at once when the duration is zero. */
    void atOnceOrAfter(Duration delay, Runnable work) {
        if (delay.isZero()) {
            work.run();
        } else {
            after(delay, work);
        }
    }

    /** Cancels a timer. A number without a timer has no effect. */
    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    Duration duration(ProtocolTime time) {
        return durations.getOrDefault(time, time.production());
    }

    void set(ProtocolTime time, Duration duration) {
        durations.put(time, duration);
    }

    /** The time of Twitch's wall clock. Durations are never measured with it, because a test may set it. */
    Instant now() {
        return Instant.now().plus(skew);
    }

    void skewClockBy(Duration difference) {
        skew = difference;
    }

    /** The wall clock as the value of an HTTP {@code Date} header. */
    String httpDate() {
        return DateFormatter.format(Date.from(now()));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
