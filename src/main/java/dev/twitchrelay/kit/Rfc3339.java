package dev.twitchrelay.kit;

import java.time.DateTimeException;
import java.time.Instant;

/** Reads times in the form of RFC 3339, as Twitch writes them. */
public final class Rfc3339 {
    private Rfc3339() {}

    /** The time of a text, or the other time when the text is null or names no time. */
    public static Instant parse(String text, Instant otherwise) {
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeException notATime) {
            return otherwise;
        }
    }
}
