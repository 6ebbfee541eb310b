package dev.twitchrelay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Answers that are JSON. */
final class JsonAnswer {
    private JsonAnswer() {}

    /** An answer for many. */
    static SharedAnswer.Made made(int status, Object body) {
        try {
            return new SharedAnswer.Made(
                    status, "application/json", Buffer.buffer(JsonMappers.PLAIN.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is no JSON", e);
        }
    }

    static void send(RoutingContext context, int status, Object body) {
        try {
            PageHeaders.putOfData(context.response().headers());
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(JsonMappers.PLAIN.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }

    static void refuse(RoutingContext context, int status, String reason) {
        send(context, status, Map.of("error", reason));
    }
}
