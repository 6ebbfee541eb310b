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
 * What travels in the stream: a message with its number, or, without a message, that a term begins. Immutable.
 *
 * @param term of the leader that sent it
 * @param message null when a term begins
 * @param before the sequence of the replayable message before it
 * @param note what the leader wants the others to know beside it, or null
 */
record Envelope(long term, SseMessage message, long before, String note) {
    private static final String TERM = "Relay-Term";
    private static final String ID = "Relay-Id";
    private static final String TYPE = "Relay-Type";
    private static final String NAME = "Relay-Name";
    private static final String HEADERS = "Relay-Headers";

    /** What earlier releases sent instead: Twitch's id. */
    private static final String KEY = "Relay-Key";

    private static final String TIME = "Relay-Time";
    private static final String BEFORE = "Relay-Before";
    private static final String NOTE = "Relay-Note";

    static Envelope beginOf(long term) {
        return new Envelope(term, null, 0, null);
    }

    /** @param subject where the stream takes it */
    NatsMessage.Builder encode(String subject) {
        Headers headers = new Headers().put(TERM, String.valueOf(term));
        NatsMessage.Builder encoded = NatsMessage.builder().subject(subject).headers(headers);
        if (message == null) {
            return encoded;
        }
        headers.put(ID, message.id())
                .put(TYPE, message.type())
                .put(TIME, message.time().toString())
                .put(BEFORE, String.valueOf(before));
        put(headers, NAME, message.name());
        headers.put(HEADERS, message.headers().json());
        put(headers, NOTE, note);
        return encoded.data(message.json().getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Headers headers, String name, String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }

    /** @throws RuntimeException when it is not what {@link #encode} makes */
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
                headers.getFirst(NOTE));
    }

    private static EventHeaders eventHeaders(Headers headers) {
        String json = headers.getFirst(HEADERS);
        return json == null
                ? EventHeaders.ofOldRecord(headers.getFirst(TYPE), headers.getFirst(NAME), headers.getFirst(KEY))
                : new EventHeaders(json);
    }

    /** The key, or what stands for it where it could not be a header's value. */
    static String headerSafe(String key) {
        return key == null || key.matches("[!-~]{1,200}")
                ? key
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
