package dev.twitchrelay.support;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A subscription of the mock: the condition is kept and shown, but never looked at. */
record CliLikeSubscription(
        String id, String sessionId, String clientId, String type, String version, JsonObject condition) {
    boolean equalButForItsCondition(String session, String client, String otherType) {
        return sessionId.equals(session) && clientId.equals(client) && type.equals(otherType);
    }

    CliLikeSubscription movedTo(String session) {
        return new CliLikeSubscription(id, session, clientId, type, version, condition);
    }

    JsonObject json() {
        JsonObject transport = new JsonObject().put("method", "websocket").put("session_id", sessionId);
        return new JsonObject()
                .put("id", id)
                .put("status", "enabled")
                .put("type", type)
                .put("version", version)
                .put("condition", condition)
                .put("transport", transport)
                .put("created_at", Instant.now().toString())
                .put("cost", 0);
    }
}
