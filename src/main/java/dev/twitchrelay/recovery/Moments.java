package dev.twitchrelay.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.BoundedMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The moments that were published: the begin and end of a stream, a hype train, a poll and so on. Twitch sometimes
 * sends the same moment again under another message id (<a
 * href="https://github.com/twitchdev/issues/issues/918">twitchdev/issues#918</a>); the id of the stream, train or poll
 * shows that it is the same. A repeated moment is dropped for widgets and totals. For example, a late repeat of a
 * stream's begin does not switch an ended stream on again, unless Helix still lists it. Routes ask it through
 * {@link ToldRepository}. Thread-safe.
 */
public final class Moments {
    /** The types with one message for each id. Other types, such as the progress of a hype train, have many. */
    private static final Pattern ONCE =
            Pattern.compile("stream\\.(online|offline)|.+\\.(begin|end|lock|start|stop|donate)|.+_redemption\\.add");

    private static final int REMEMBERED = 5_000;

    private final RepeatCounter repeats;
    private final Map<String, Boolean> known = new BoundedMap<>(REMEMBERED);

    /** @param repeats counts the dropped repeats */
    public Moments(RepeatCounter repeats) {
        this.repeats = repeats;
    }

    /**
     * Takes a moment that was not published. From now on it counts as published. An event without an id, and an event
     * of another type, are always new.
     *
     * @param type the subscription type
     * @param id may be empty
     * @param status may be empty
     * @return false if it was published
     */
    synchronized boolean add(String type, String id, String status) {
        String key = key(type, id, status);
        if (key == null || remember(key)) {
            return true;
        }
        repeats.dropped(type, id);
        return false;
    }

    synchronized boolean contains(String type, String id, String status) {
        return known.containsKey(key(type, id, status));
    }

    /** A moment could not be published, so it is new when it comes again. */
    synchronized boolean remove(String type, String id, String status) {
        return known.remove(key(type, id, status)) != null;
    }

    /**
     * Remembers the moment of a message that was published before the start or by another relay. Test events are
     * ignored.
     */
    public synchronized void published(JsonNode message) {
        JsonNode event = message.path("data");
        String key = key(
                message.path("event").asText(),
                event.path("id").asText(""),
                event.path("status").asText(""));
        if (key != null && !message.path("origin").asText().equals("test")) {
            remember(key);
        }
    }

    /**
     * The key of a moment, or null. It has the status, because a poll ends twice: as completed and later as archived.
     */
    private static String key(String type, String id, String status) {
        return id.isEmpty() || !ONCE.matcher(type).matches() ? null : type + " " + id + " " + status;
    }

    private boolean remember(String key) {
        return known.put(key, true) == null;
    }
}
