package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twitchrelay.kit.JsonMappers;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Reads bodies that should be JSON but may be other text, because proxies and outages send such answers. */
final class Json {
    private Json() {}

    /** The body as JSON, or an empty object when the body is empty or not JSON. */
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
