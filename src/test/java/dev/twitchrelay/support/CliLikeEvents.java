package dev.twitchrelay.support;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Event objects as twitch-cli makes them. */
public final class CliLikeEvents {
    private CliLikeEvents() {}

    /** The display name, capitals and all, is the login too. */
    public static JsonObject follow() {
        return people().put("followed_at", Instant.now().toString());
    }

    /** Empty strings where production has null. */
    public static JsonObject anonymousCheer() {
        JsonObject event = people().put("user_id", "").put("user_login", "").put("user_name", "");
        return event.put("is_anonymous", true).put("message", "pogchamp").put("bits", 100);
    }

    private static JsonObject people() {
        return new JsonObject()
                .put("user_id", "800200")
                .put("user_login", "testFromUser")
                .put("user_name", "testFromUser")
                .put("broadcaster_user_id", "700100")
                .put("broadcaster_user_login", "testBroadcaster")
                .put("broadcaster_user_name", "testBroadcaster");
    }
}
