package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.SseMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * An entry of the stream: a message with its number, or the begin of a term without a message. Immutable.
 *
 * @param term the term of the leader that sent it
 * @param message the message, or null for the begin of a term
 * @param before the sequence of the previous replayable message
 * @param note the leader's information for the other replicas, or null
 * @param place what the leader says about the events that are done, or null
 */
record Envelope(long term, SseMessage message, long before, String note, String place) {
    private static final String TERM = "Relay-Term";
    private static final String ID = "Relay-Id";
    private static final String TYPE = "Relay-Type";
    private static final String NAME = "Relay-Name";
    private static final String HEADERS = "Relay-Headers";

    /** Twitch's id, which earlier releases sent instead of the headers. */
    private static final String KEY = "Relay-Key";

    private static final String TIME = "Relay-Time";
    private static final String BEFORE = "Relay-Before";
    private static final String NOTE = "Relay-Note";
    private static final String PLACE = "Relay-Place";

    static Envelope beginOf(long term) {
        return new Envelope(term, null, 0, null, null);
    }

    /**
     * Writes it as a NATS message.
     *
     * @param subject the stream's subject for the message
     */
    Message encode(String subject) {
        Headers headers = new Headers().put(TERM, String.valueOf(term));
        NatsMessage.Builder encoded = NatsMessage.builder().subject(subject).headers(headers);
        if (message == null) {
            return encoded.build();
        }
        headers.put(ID, message.id())
                .put(TYPE, message.type())
                .put(TIME, message.time().toString())
                .put(BEFORE, String.valueOf(before))
                .put(HEADERS, message.headers().json());
        put(headers, NAME, message.name());
        put(headers, NOTE, note);
        put(headers, PLACE, place);
        if (message.isTotals()) {
            // the stream removes the earlier totals
            headers.put("Nats-Rollup", "sub");
        }
        return encoded.data(message.json().getBytes(StandardCharsets.UTF_8)).build();
    }

    private static void put(Headers headers, String name, String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }

    /**
     * Reads a NATS message.
     *
     * @throws RuntimeException when {@link #encode} did not write it
     */
    static Envelope decode(Message message) {
        Headers headers = message.getHeaders();
        long term = Long.parseLong(headers.getFirst(TERM));
        String id = headers.getFirst(ID);
        if (id == null) {
            return beginOf(term);
        }
        return new Envelope(
                term,
                new SseMessage(
                        id,
                        Long.parseLong(id.substring(id.lastIndexOf('-') + 1)),
                        headers.getFirst(TYPE),
                        headers.getFirst(NAME),
                        new String(message.getData(), StandardCharsets.UTF_8),
                        Instant.parse(headers.getFirst(TIME)),
                        eventHeaders(headers)),
                Long.parseLong(headers.getFirst(BEFORE)),
                headers.getFirst(NOTE),
                headers.getFirst(PLACE));
    }

    private static EventHeaders eventHeaders(Headers headers) {
        String json = headers.getFirst(HEADERS);
        return json == null
                ? EventHeaders.ofOldRecord(headers.getFirst(TYPE), headers.getFirst(NAME), headers.getFirst(KEY))
                : new EventHeaders(json);
    }

    /** The key, or a UUID that is made from the key when it cannot be the value of a header. */
    static String headerSafe(String key) {
        return key == null || key.matches("[!-~]{1,200}")
                ? key
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
