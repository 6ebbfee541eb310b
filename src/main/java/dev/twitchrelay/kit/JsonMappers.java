package dev.twitchrelay.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The mappers for JSON: one for the relay's own data, and one for events, which the relay passes on as Twitch wrote
 * them. Thread-safe, because no caller changes a shared mapper.
 */
public final class JsonMappers {
    /** The mapper for the relay's own files and answers, and for answers of Twitch to the relay. Times are ISO 8601. */
    public static final JsonMapper PLAIN = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Reads one event with the rules of {@link #exact}. Refuses text behind the event. */
    public static final ObjectReader EVENT =
            exact().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonMappers() {}

    /**
     * A new mapper for events and routes. Numbers keep their digits. Characters beyond the basic plane, such as
     * emojis, are not escaped. The caller may change the mapper.
     */
    public static JsonMapper exact() {
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** Reads a JSON file that is in the jar, such as {@code /auth/scopes.json}. */
    public static <T> T resource(String path, Class<T> type) {
        try (InputStream json = JsonMappers.class.getResourceAsStream(path)) {
            return PLAIN.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** A reader of the relay's own files. Another version of the relay may have written more members. */
    public static ObjectReader ownFile(Class<?> type) {
        return PLAIN.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /**
     * Reads a text that should be JSON but may come from a proxy or from a broken server.
     *
     * @return a missing node when the text is null, empty or not JSON
     */
    public static JsonNode lenient(String text) {
        try {
            // as bytes, because only then a mark of the byte order before the JSON is read over
            JsonNode json = text == null ? null : PLAIN.readTree(text.getBytes(StandardCharsets.UTF_8));
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
