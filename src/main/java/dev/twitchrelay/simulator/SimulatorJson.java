package dev.twitchrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.kit.JsonMappers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Reads and writes JSON, and the times in it, as Twitch does. Thread-safe. */
final class SimulatorJson {
    private static final DateTimeFormatter NANOSECONDS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private SimulatorJson() {}

    static ObjectNode object() {
        return JsonMappers.PLAIN.createObjectNode();
    }

    /** An answer of Helix: an object whose member {@code data} has these rows. */
    static ObjectNode answer(List<ObjectNode> rows) {
        ObjectNode answer = object();
        answer.putArray("data").addAll(rows);
        return answer;
    }

    /** The object in the text, or null when the text is null or not a JSON object. */
    static ObjectNode objectOrNull(String text) {
        try {
            return text != null && JsonMappers.PLAIN.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** RFC 3339 in UTC with nine digits, as in {@code message_timestamp}. */
    static String timestamp(Instant instant) {
        return NANOSECONDS.format(instant);
    }

    /** RFC 3339 in UTC without a fraction, as in {@code started_at}. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * The duration in whole seconds, rounded up, for a member such as {@code expires_in}. It is never 0 for a token
     * that is still valid.
     */
    static long wholeSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
