package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/**
 * Answers 503 with {@code Retry-After} while routes are being loaded or exchanged, because the API would answer with
 * incomplete data, or with 404. The event stream, its history and the control of alerts are served from the start.
 * Thread-safe.
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
        if (ready.getAsBoolean() || isServedFromTheStart(context.normalizedPath())) {
            context.next();
        } else {
            context.response().putHeader("Retry-After", "1");
            JsonAnswer.refuse(context, 503, "the relay is loading its routes; try again in a moment");
        }
    }

    /** A widget that is opened needs these addresses, and they need no routes. */
    private static boolean isServedFromTheStart(String path) {
        return path.startsWith(STREAM) || path.equals(AlertPages.PATH) || path.startsWith(AlertPages.PATH + "/");
    }
}
