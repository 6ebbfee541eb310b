package dev.twitchrelay.sse;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Which pages of other origins may read an answer. Immutable.
 *
 * @param allowed origins, or {@code *} for all
 */
record CrossOrigin(List<String> allowed) {

    private static final String ONE_DAY = "86400";

    void apply(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (allowed.contains("*")) {
            response.putHeader("Access-Control-Allow-Origin", "*");
            return;
        }
        response.putHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin != null && allowed.contains(origin)) {
            response.putHeader("Access-Control-Allow-Origin", origin);
        }
    }

    /** Answers a preflight: pages may send {@code Last-Event-ID}, which some EventSource libraries set themselves. */
    void answerPreflight(HttpServerRequest request, String methods) {
        apply(request);
        request.response()
                .setStatusCode(204)
                .putHeader("Allow", methods)
                .putHeader("Access-Control-Allow-Methods", methods)
                .putHeader("Access-Control-Allow-Headers", "Last-Event-ID, Cache-Control")
                .putHeader("Access-Control-Max-Age", ONE_DAY)
                .end();
    }
}
