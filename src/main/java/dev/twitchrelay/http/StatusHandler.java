package dev.twitchrelay.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code GET /api/status}: the state of all parts of the relay, in one JSON object that is at most a second old.
 * Parts must not give secrets. Thread-safe.
 */
public final class StatusHandler implements Handler<RoutingContext> {
    private final Map<String, Supplier<?>> parts;
    private final Function<JsonNode, ?> diagnosis;
    private final SharedAnswer answer;

    /**
     * @param maker the thread that asks the parts for their state
     * @param parts name and state of each part, in the order of the answer
     * @param diagnosis makes the last part, {@code findings}, from the other parts
     */
    public StatusHandler(Executor maker, Map<String, Supplier<?>> parts, Function<JsonNode, ?> diagnosis) {
        this.parts = new LinkedHashMap<>(parts);
        this.diagnosis = diagnosis;
        this.answer = new SharedAnswer(maker, () -> JsonAnswer.made(200, status()));
    }

    @Override
    public void handle(RoutingContext context) {
        answer.send(context);
    }

    /** The state of all parts at this moment. May be called on any thread; it may wait for a part. */
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        parts.forEach((name, part) -> status.put(name, part.get()));
        status.put("findings", diagnosis.apply(JsonMappers.PLAIN.valueToTree(status)));
        return status;
    }
}
