package dev.twitchrelay.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * An answer that takes some work. It is made once a second at most, for all clients together, and not on an event
 * loop, because event loops serve streams. Thread-safe.
 */
final class SharedAnswer {
    private static final long FRESH_NANOS = 1_000_000_000L;

    /**
     * An answer that is the same for every client.
     *
     * @param compressed the body for a client that takes gzip; null for a short body
     */
    record Made(int status, String contentType, Buffer body, Buffer compressed) {
        private static final int SHORT = 1_024;

        Made(int status, String contentType, Buffer body) {
            this(status, contentType, body, body.length() < SHORT ? null : Buffer.buffer(Page.gzip(body.getBytes())));
        }
    }

    private final Executor maker;
    private final Supplier<Made> make;
    private CompletableFuture<Made> latest;
    private volatile long madeAt;

    /**
     * @param maker runs {@code make}; one thread is enough
     * @param make makes the answer; if it throws, the answer is 500
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
            latest = CompletableFuture.supplyAsync(make, maker)
                    .whenComplete((made, failure) -> madeAt = System.nanoTime());
        }
        return latest;
    }

    private static void end(RoutingContext context, Made made) {
        boolean small = made.compressed != null && Page.takesGzip(context.request());
        if (small) {
            context.response().putHeader("Content-Encoding", "gzip");
        }
        context.response()
                .setStatusCode(made.status)
                .putHeader("Content-Type", made.contentType)
                .putHeader("Cache-Control", "no-store")
                .end(small ? made.compressed : made.body);
    }
}
