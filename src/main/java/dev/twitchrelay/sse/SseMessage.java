package dev.twitchrelay.sse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twitchrelay.kit.EventHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A published message as every client of the event stream sees it. Immutable.
 *
 * <p>There are two types. Events are kept, and a client that missed an event gets it later. Of totals, which have the
 * type {@code stats}, only the latest message matters: a new client gets it at once, and older totals are never sent
 * again.
 *
 * @param id the id on the wire, {@code TERM-NUMBER}
 * @param sequence the number in the id, which is the message's position in the log; it grows over all runs
 * @param type one of {@link #TYPES}
 * @param name the event name that {@code ?events=} filters by, or null
 * @param frame the message as it goes over the wire; its content is there and nowhere else, so that a long log takes half
 *     the memory
 * @param time when the message was published
 * @param headers the headers that its publisher gave it
 */
public record SseMessage(
        String id, long sequence, String type, String name, byte[] frame, Instant time, EventHeaders headers) {

    /** The type of totals. */
    public static final String TOTALS_TYPE = "stats";

    /** The types of messages, as clients and routes write them. */
    static final List<String> TYPES = List.of(TOTALS_TYPE, "event");

    private static final int MOST_JSON_BYTES = 256 * 1024;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @param json the content, one JSON object on one line */
    public SseMessage(
            String id, long sequence, String type, String name, String json, Instant time, EventHeaders headers) {
        this(id, sequence, type, name, EventFrame.message(id, json.getBytes(StandardCharsets.UTF_8)), time, headers);
    }

    /** The content, one JSON object on one line. Each call makes a new string. */
    public String json() {
        return EventFrame.json(id, frame);
    }

    /** Compares the text on the wire, which has the id, the type, and the name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SseMessage that
                && Arrays.equals(frame, that.frame)
                && time.equals(that.time)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(frame);
    }

    @Override
    public String toString() {
        return id + " " + json();
    }

    /** Whether the message is totals, of which only the latest matter. Otherwise it is an event. */
    public boolean isTotals() {
        return type.equals(TOTALS_TYPE);
    }

    /** Whether a text can be the name of an event. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Checks the parts of a message before it is published.
     *
     * @throws IllegalArgumentException with the reason and the remedy, and without the content
     */
    static void check(String type, String name, EventHeaders headers, byte[] json) {
        if (type == null || !TYPES.contains(type)) {
            throw new IllegalArgumentException("set the header " + SseConstants.TYPE + " to one of " + TYPES
                    + "; it is " + (type == null ? "missing" : "'" + type + "'"));
        }
        if (name != null && !isName(name)) {
            throw new IllegalArgumentException("the event name must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        if (headers.json().length() > EventHeaders.LONGEST) {
            throw new IllegalArgumentException("its headers Event… take "
                    + headers.json().length() + " characters, more than the " + EventHeaders.LONGEST
                    + " that are allowed: remove a header that is not needed before the message is published");
        }
        checkJson(json);
    }

    /** A text that is not one JSON object on one line would break the {@code data:} line of every client at once. */
    static void checkJson(byte[] json) {
        if (json == null || json.length == 0) {
            throw refused("it is empty", null);
        }
        if (json.length > MOST_JSON_BYTES) {
            throw refused(
                    "it is " + json.length + " bytes long, more than the " + MOST_JSON_BYTES + " that are allowed",
                    null);
        }
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                throw refused("it has more than one line", null);
            }
        }
        if (json[0] != '{' || json[json.length - 1] != '}') {
            throw refused("it is not a JSON object", null);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw refused("it is not one JSON object", null);
            }
        } catch (IOException e) {
            throw refused("it is not valid JSON", e);
        }
    }

    private static IllegalArgumentException refused(String reason, IOException cause) {
        return new IllegalArgumentException(
                "the message must be one JSON object on one line (marshal it once as compact JSON), but " + reason,
                cause);
    }
}
