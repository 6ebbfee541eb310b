package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which moments of something that has an id have been told: a stream's begin and end, a hype train's, a poll's. Twitch tells
 * the same moment again under another message id now and then (<a
 * href="https://github.com/twitchdev/issues/issues/918">twitchdev/issues#918</a>), and the id of the stream is what makes it
 * the same. What is no news here is dropped for widgets and totals alike: a stream that ended is not on again because its begin
 * is told late, but when Helix still lists it. The routes' bean {@code moments}. Thread-safe.
 */
public final class Moments {
    /** Types of which each id has one; others with an id, such as a train's progress, are told many times. */
    private static final Pattern ONCE =
            Pattern.compile("stream\\.(online|offline)|.+\\.(begin|end|lock|start|stop|donate)|.+_redemption\\.add");

    private static final int REMEMBERED = 5_000;

    private final Repeats repeats;
    private final Map<String, Boolean> known = new LinkedHashMap<>();

    /** @param repeats is told of each that is dropped */
    public Moments(Repeats repeats) {
        this.repeats = repeats;
    }

    /**
     * Whether a moment that EventSub tells has not been told yet; from now on it has. What has no id is always new.
     *
     * @param type the subscription type
     * @param notification Twitch's message
     */
    public synchronized boolean isNew(String type, JsonNode notification) {
        JsonNode event = notification == null
                ? MissingNode.getInstance()
                : notification.path("payload").path("event");
        String key = key(type, event);
        if (key == null || remember(key)) {
            return true;
        }
        repeats.dropped(type, event.path("id").asText());
        return false;
    }

    /** A message that has been shown to clients, before the start or by another relay; test events do not count. */
    public synchronized void shown(JsonNode message) {
        String key = key(message.path("event").asText(), message.path("data"));
        if (key != null && !message.path("origin").asText().equals("test")) {
            remember(key);
        }
    }

    /** A poll ends twice, as completed and later as archived: the status belongs to the moment. */
    private static String key(String type, JsonNode event) {
        String id = event.path("id").asText("");
        return id.isEmpty() || type == null || !ONCE.matcher(type).matches()
                ? null
                : type + " " + id + " " + event.path("status").asText("");
    }

    private boolean remember(String key) {
        boolean isNew = known.put(key, true) == null;
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
        return isNew;
    }
}
