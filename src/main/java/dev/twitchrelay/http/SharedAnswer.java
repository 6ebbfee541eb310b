package dev.twitchrelay.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * An answer that takes some work: it is made on a thread of its own and not on an event loop, which has streams to serve, and once
 * for all who ask within a second. Thread-safe.
 */
final class SharedAnswer {
    private static final long FRESH_NANOS = 1_000_000_000L;

    /** An answer without its length, which every client gets alike. */
    record Made(int status, String contentType, Buffer body) {}

    private final Executor maker;
    private final Supplier<Made> make;
    private CompletableFuture<Made> latest;
    private long madeAt;

    /**
     * @param maker where it is made; one thread is enough, and costs the rest of the process the least
     * @param make makes it; what it throws is answered with 500
     */
    SharedAnswer(Executor maker, Supplier<Made> make) {
        this.maker = maker;
        this.make = make;
    }

    /** Answers now or soon. Called on the event loop of the request. */
    void send(RoutingContext context) {
        CompletableFuture<Made> answer = current();
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            end(context, answer.join());
            return;
        }
        Context loop = Vertx.currentContext();
        answer.whenComplete((made, failure) -> loop.runOnContext(now -> {
            if (failure != null) {
                context.fail(failure);
            } else if (!context.response().closed()) {
                end(context, made);
            }
        }));
    }

    private synchronized CompletableFuture<Made> current() {
        boolean usable = latest != null && (!latest.isDone() || System.nanoTime() - madeAt < FRESH_NANOS);
        if (!usable) {
            latest = CompletableFuture.supplyAsync(this::make, maker);
        }
        return latest;
    }

    private Made make() {
        try {
            return make.get();
        } finally {
            synchronized (this) {
                madeAt = System.nanoTime();
            }
        }
    }

    private static void end(RoutingContext context, Made made) {
        context.response()
                .setStatusCode(made.status)
                .putHeader("Content-Type", made.contentType)
                .putHeader("Cache-Control", "no-store")
                .end(made.body);
    }
}
