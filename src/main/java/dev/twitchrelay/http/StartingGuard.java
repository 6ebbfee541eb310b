package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/**
 * While the routes are being loaded only the stream and its history are served; everything else would answer with half of the
 * truth, so it answers 503 with {@code Retry-After}. Thread-safe.
 */
public final class StartingGuard implements Handler<RoutingContext> {
    private static final String STREAM = "/api/twitch/";

    private final BooleanSupplier ready;

    /** @param ready whether all routes are there */
    public StartingGuard(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    public void handle(RoutingContext context) {
        if (ready.getAsBoolean() || context.normalizedPath().startsWith(STREAM)) {
            context.next();
        } else {
            context.response().putHeader("Retry-After", "1");
            JsonAnswer.refuse(context, 503, "the relay is starting; ask again in a moment");
        }
    }
}
