package dev.twitchrelay.http;

import io.vertx.ext.web.Router;
import java.util.Map;

/** Makes every error of a router one JSON sentence. */
public final class ErrorPages {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "the request cannot be understood",
            404, "there is nothing at this address; the dashboard is at /",
            405, "this address does not take that method",
            413, "the request's body is too large; 1 MiB is the limit",
            500, "the relay failed to answer; its log says why");

    private ErrorPages() {}

    public static void on(Router router) {
        // nobody is left to be answered, and who sends half a request and leaves is no error of ours
        router.route().failureHandler(context -> {
            if (!context.response().closed()) {
                context.next();
            }
        });
        REASONS.forEach(
                (status, reason) -> router.errorHandler(status, context -> JsonAnswer.refuse(context, status, reason)));
    }
}
