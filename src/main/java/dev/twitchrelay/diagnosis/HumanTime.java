package dev.twitchrelay.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** Writes times and durations as people say them. */
final class HumanTime {
    private HumanTime() {}

    /** The time since an ISO time, for example "3 min ago"; "never" when it is missing. */
    static String since(JsonNode time, Instant now) {
        return time.isTextual() ? duration(Duration.between(Instant.parse(time.asText()), now)) + " ago" : "never";
    }

    /** The time until an ISO time, for example "3 h 56 min". */
    static String until(JsonNode time, Instant now) {
        return duration(Duration.between(now, Instant.parse(time.asText())));
    }

    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 100) {
            return seconds + " s";
        }
        if (seconds < 100 * 60) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h " + seconds / 60 % 60 + " min" : seconds / 86_400 + " days";
    }
}
