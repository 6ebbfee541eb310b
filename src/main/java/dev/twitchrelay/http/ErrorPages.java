package dev.twitchrelay.http;

import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Makes every error of a router one JSON sentence. */
public final class ErrorPages {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "the request cannot be understood",
            404, "there is nothing at this address; the dashboard is at /",
            405, "this address does not take that method",
            413, "the request's body is too large; 1 MiB is the limit",
            500, "the relay failed to answer; its log says why");

    private ErrorPages() {}

    /** @param ready whether all routes are there; before, what is not found may only not be there yet */
    public static void on(Router router, BooleanSupplier ready) {
        REASONS.forEach(
                (status, reason) -> router.errorHandler(status, context -> JsonAnswer.refuse(context, status, reason)));
        router.errorHandler(404, context -> {
            if (ready.getAsBoolean()) {
                JsonAnswer.refuse(context, 404, REASONS.get(404));
            } else {
                context.response().putHeader("Retry-After", "1");
                JsonAnswer.refuse(context, 503, "the relay is starting or ending; ask again in a moment");
            }
        });
    }
}
