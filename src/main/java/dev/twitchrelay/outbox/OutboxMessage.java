package dev.twitchrelay.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * One message for one sink, as its file holds it. Immutable.
 *
 * @param sequence its position among all messages, and the name of its file: microseconds since 1970, made unique
 * @param id names the message to the receiver, the same at every attempt
 * @param headers the headers that its publisher gave it
 * @param body JSON text, exactly as it was published
 * @param reason why it could not be delivered; null if it is no dead letter
 * @param failure the kind of that reason; null if the message was never tried, or an earlier release wrote it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutboxMessage(long sequence, String id, EventHeaders headers, String body, String reason, FailureKind failure) {
    /** A kind of failure that a later release wrote must not make the message unreadable. */
    private static final ObjectReader READER = JsonMappers.PLAIN
            .readerFor(OutboxMessage.class)
            .with(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);

    private static final EventHeaders STATS = EventHeaders.of(Map.of(EventHeaders.KIND, "stats"));

    private static final long MICROS = 1_000_000;

    /** @throws JsonProcessingException if the text is no message */
    static OutboxMessage read(byte[] json) throws IOException {
        OutboxMessage message = READER.readValue(json);
        if (message == null || message.body == null || message.headers == null) {
            throw new JsonMappingException(null, "no message");
        }
        return message;
    }

    byte[] json() {
        try {
            return JsonMappers.PLAIN.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Instant time(long sequence) {
        return Instant.ofEpochSecond(sequence / MICROS, sequence % MICROS * 1000);
    }

    static long sequence(Instant time) {
        return time.getEpochSecond() * MICROS + time.getNano() / 1000;
    }

    @JsonIgnore
    boolean isStats() {
        return headers.include(STATS);
    }

    /** The event type, or the empty text. */
    @JsonIgnore
    String type() {
        String type = headers.get(EventHeaders.TYPE);
        return type == null ? "" : type;
    }

    OutboxMessage dead(String why, FailureKind kind) {
        return new OutboxMessage(sequence, id, headers, body, why, kind);
    }

    OutboxMessage alive() {
        return new OutboxMessage(sequence, id, headers, body, null, null);
    }
}
