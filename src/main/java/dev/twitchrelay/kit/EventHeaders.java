package dev.twitchrelay.kit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The headers that belong to a message: {@code EventKind}, {@code EventType}, {@code EventId}, {@code EventTime},
 * {@code EventOrigin}, and every other header of a route whose name begins with {@code Event}. They are kept with the
 * message wherever the message is kept or sent, so that a sink sees the same headers at each attempt, also after a
 * restart. Beside them a sink sees {@link #MESSAGE_ID}, which is the message's own id. Immutable.
 *
 * @param json the headers as one JSON object of texts, on one line of ASCII, sorted by name: short in memory, and the
 *     form in which files and NATS take it
 */
public record EventHeaders(String json) {
    /** What the message is: {@code event} or {@code stats}. */
    public static final String KIND = "EventKind";

    /** The event type, such as {@code channel.follow}. */
    public static final String TYPE = "EventType";

    /** Twitch's id of the message; a repeat of Twitch has the same id. */
    public static final String ID = "EventId";

    /** When Twitch sent the message, RFC 3339. */
    public static final String TIME = "EventTime";

    /** {@code test} or {@code replay}; a live message has none. */
    public static final String ORIGIN = "EventOrigin";

    /** Names the message to sinks, the same at each attempt. It is not one of these headers, but the message's id. */
    public static final String MESSAGE_ID = "MessageId";

    /** The most characters of {@link #json}: a message and its headers have to fit into one message of NATS. */
    public static final int LONGEST = 32 * 1024;

    /** The headers of a message that was published without any. */
    public static final EventHeaders NONE = new EventHeaders("{}");

    private static final String BEGIN = "Event";
    private static final Pattern NAME = Pattern.compile(BEGIN + "[A-Z]\\w*");

    /** The same names and {@link #MESSAGE_ID} in any case, because peers and Camel look headers up without case. */
    private static final Pattern INSIDE = Pattern.compile("(?i)event[a-z]\\w*|messageid");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final TypeReference<TreeMap<String, String>> TEXTS_BY_NAME = new TypeReference<>() {};
    private static final ObjectReader TEXTS = JSON.readerFor(TEXTS_BY_NAME);
    private static final ObjectWriter WRITER = JSON.writerFor(TEXTS_BY_NAME);

    /**
     * Takes those headers of a route's message that belong to it.
     *
     * @param headers all its headers; other names and null are left out, and values become texts
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EventHeaders of(Map<String, ?> headers) {
        Map<String, String> ours = new TreeMap<>();
        headers.forEach((name, value) -> {
            // most headers are Camel's, and a comparison is much quicker than the pattern
            if (value != null && name.startsWith(BEGIN) && NAME.matcher(name).matches()) {
                ours.put(name, String.valueOf(value));
            }
        });
        try {
            return ours.isEmpty() ? NONE : new EventHeaders(WRITER.writeValueAsString(ours));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a header is the relay's own knowledge of a message. No peer gets it, and from no peer it is taken.
     *
     * @param name in any case
     */
    public static boolean isInside(String name) {
        return INSIDE.matcher(name).matches();
    }

    /**
     * What earlier releases kept with a message instead of its headers.
     *
     * @param type the event type, or null
     * @param id Twitch's id, or null
     */
    public static EventHeaders ofOldRecord(String kind, String type, String id) {
        Map<String, String> known = new TreeMap<>();
        known.put(KIND, kind);
        known.put(TYPE, type);
        known.put(ID, id);
        return of(known);
    }

    /** Names and values, sorted by name. */
    @JsonValue
    public Map<String, String> values() {
        try {
            return TEXTS.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a header is among these headers, with its value. Reads no JSON, so many messages can be asked.
     *
     * @param one exactly one header
     */
    public boolean include(EventHeaders one) {
        // a quotation mark inside a value has a backslash before it
        return json.contains(one.json.substring(1, one.json.length() - 1));
    }

    /** The value of a header, or null. */
    public String get(String name) {
        return values().get(name);
    }
}
