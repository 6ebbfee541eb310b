package dev.twitchrelay.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twitchrelay.kit.EventHeaders;
import java.io.IOException;
import java.time.Instant;

/**
 * One message for one sink, as it stands in its file. Immutable.
 *
 * @param sequence its place among all messages and its file's name: microseconds since 1970, made unique
 * @param id names the message for whoever receives it, the same at every attempt
 * @param headers what its publisher said of it
 * @param body JSON text, exactly as it was published
 * @param reason why it could not be delivered, on dead letters; otherwise null
 * @param failure what kind of reason that is; null when it was never tried, or on what earlier versions wrote
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutboxMessage(long sequence, String id, EventHeaders headers, String body, String reason, Failure failure) {
    /** A kind that a later version wrote is better unknown than the message unreadable. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();

    private static final long MICROS = 1_000_000;

    /** @throws JsonProcessingException if it is no message */
    static OutboxMessage read(byte[] json) throws IOException {
        OutboxMessage message = JSON.readValue(json, OutboxMessage.class);
        if (message == null || message.body == null || message.headers == null) {
            throw new JsonMappingException(null, "no message");
        }
        return message;
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
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
        return "stats".equals(headers.get(EventHeaders.KIND));
    }

    /** The event type, or the empty text. */
    @JsonIgnore
    String type() {
        String type = headers.get(EventHeaders.TYPE);
        return type == null ? "" : type;
    }

    OutboxMessage dead(String why, Failure kind) {
        return new OutboxMessage(sequence, id, headers, body, why, kind);
    }

    OutboxMessage alive() {
        return new OutboxMessage(sequence, id, headers, body, null, null);
    }
}
