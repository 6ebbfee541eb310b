package dev.twitchrelay.sse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Checks that bytes are what a {@code data:} line may carry: one JSON object on one line. A message that is not would
 * break every client at once, so it is refused before it is published.
 */
final class JsonLine {

    static final int MOST_BYTES = 256 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    /** @throws IllegalArgumentException saying what is wrong, without the content */
    static void check(byte[] json) {
        if (json == null || json.length == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        if (json.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "it is " + json.length + " bytes long, more than the " + MOST_BYTES + " that are allowed");
        }
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("it has more than one line");
            }
        }
        if (json[0] != '{' || json[json.length - 1] != '}') {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IllegalArgumentException("it is not one JSON object");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not valid JSON", e);
        }
    }
}
