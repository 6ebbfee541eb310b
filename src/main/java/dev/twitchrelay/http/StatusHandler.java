package dev.twitchrelay.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code GET /api/status}: how everything is doing, in one JSON object. Parts are asked for their state at each request;
 * they hand out no secrets. Thread-safe.
 */
public final class StatusHandler implements Handler<RoutingContext> {
    private final Map<String, Supplier<?>> parts;
    private final Function<JsonNode, ?> diagnosis;

    /**
     * @param parts name and state of each part, in the order of the answer
     * @param diagnosis what the parts mean, which is the last part, {@code findings}
     */
    public StatusHandler(Map<String, Supplier<?>> parts, Function<JsonNode, ?> diagnosis) {
        this.parts = new LinkedHashMap<>(parts);
        this.diagnosis = diagnosis;
    }

    @Override
    public void handle(RoutingContext context) {
        Map<String, Object> status = new LinkedHashMap<>();
        parts.forEach((name, part) -> status.put(name, part.get()));
        status.put("findings", diagnosis.apply(JsonAnswer.MAPPER.valueToTree(status)));
        JsonAnswer.send(context, 200, status);
    }
}
