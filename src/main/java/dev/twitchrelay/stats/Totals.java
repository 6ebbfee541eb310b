package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The channel's numbers at one moment. An unknown one is 0, and {@link ChannelStats#current()} gives no totals with one
 * that may still become known.
 *
 * @param viewers 0 while offline
 * @param followers 0 while unknown
 * @param subs 0 while unknown
 */
public record Totals(boolean live, long viewers, long followers, long subs) {
    /** As a route's body: an object with one key for each number. */
    public JsonNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("live", live)
                .put("viewers", viewers)
                .put("followers", followers)
                .put("subs", subs);
    }
}
