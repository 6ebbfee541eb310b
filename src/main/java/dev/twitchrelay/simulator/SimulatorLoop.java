package dev.twitchrelay.simulator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The simulator's single thread, an event loop of its own. All state of the simulator is used only on it, so the
 * simulator needs no locks. {@link #call} lets other threads run work on the loop and wait for the result.
 */
final class SimulatorLoop implements AutoCloseable {
    private final Vertx vertx;
    private final Context context;
    private final Thread thread;

    SimulatorLoop() {
        // daemon threads, because a simulator that was not closed must not keep a JVM alive
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true));
        context = vertx.getOrCreateContext();
        CompletableFuture<Thread> itself = new CompletableFuture<>();
        context.runOnContext(ignored -> itself.complete(Thread.currentThread()));
        thread = itself.join();
    }

    Vertx vertx() {
        return vertx;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs the work on the loop and waits for its result; on the loop it runs the work directly. */
    <T> T call(Supplier<T> work) {
        if (isCurrent()) {
            return work.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
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

    /**
     * Runs the work on the loop after the delay; with a delay of zero, on the loop's next turn. Call it on the loop.
     */
    Timer after(Duration delay, Runnable work) {
        Timer timer = new Timer();
        if (delay.isZero() || delay.isNegative()) {
            context.runOnContext(ignored -> timer.fire(work));
        } else {
            timer.id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> timer.fire(work));
        }
        return timer;
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the simulator's event loop did not close", e);
        }
    }

    /** Scheduled work. */
    final class Timer {
        private long id = -1;
        private boolean done;

        private void fire(Runnable work) {
            if (!done) {
                done = true;
                work.run();
            }
        }

        void cancel() {
            done = true;
            if (id >= 0) {
                vertx.cancelTimer(id);
            }
        }
    }
}
