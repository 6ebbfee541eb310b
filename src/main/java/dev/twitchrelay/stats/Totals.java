package dev.twitchrelay.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * The channel's numbers at one moment. An unknown number is 0; {@link ChannelStats#current()} gives no totals while an
 * unknown number may still become known. Immutable.
 *
 * @param viewers 0 while offline
 * @param followers 0 while not known
 * @param subs 0 while not known
 */
public record Totals(boolean live, long viewers, long followers, long subs) {
    /** The numbers as a route's body: an object with one key for each. */
    public JsonNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("live", live)
                .put("viewers", viewers)
                .put("followers", followers)
                .put("subs", subs);
    }
}
