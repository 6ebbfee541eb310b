package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code GET /api/status}: how everything is doing, in one JSON object. Parts are asked for their state at each request;
 * they hand out no secrets. Thread-safe.
 */
public final class StatusHandler implements Handler<RoutingContext> {
    private final Map<String, Supplier<?>> parts;

    /** @param parts name and state of each part, in the order of the answer */
    public StatusHandler(Map<String, Supplier<?>> parts) {
        this.parts = new LinkedHashMap<>(parts);
    }

    @Override
    public void handle(RoutingContext context) {
        Map<String, Object> status = new LinkedHashMap<>();
        parts.forEach((name, part) -> status.put(name, part.get()));
        context.response().putHeader("Access-Control-Allow-Origin", "*");
        JsonAnswer.send(context, 200, status);
    }
}
