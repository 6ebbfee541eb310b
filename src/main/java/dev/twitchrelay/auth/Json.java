package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Reads answers that ought to be JSON and, behind proxies and in outages, are not. */
final class Json {
    private Json() {}

    /** The body as JSON; an empty object when it is empty or something else. */
    static JsonNode lenient(Buffer body) {
        if (body == null || body.length() == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode json = JsonMappers.PLAIN.readTree(body.getBytes());
            return json == null ? JsonNodeFactory.instance.objectNode() : json;
        } catch (IOException notJson) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
