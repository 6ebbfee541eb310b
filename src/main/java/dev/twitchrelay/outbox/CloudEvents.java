package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Rfc3339;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Writes messages as <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>
 * for requests over HTTP. The official SDK writes headers and body. The class is the bean {@code cloudEvents} of
 * routes. Thread-safe.
 */
public final class CloudEvents {
    /** A request whose body is the event with its attributes. */
    public static final String STRUCTURED = "cloudevents";

    /** A request whose body is the event's data, and whose headers {@code ce-…} are its attributes. */
    public static final String BINARY = "cloudevents-binary";

    private static final String SCHEMAS = "/api/schema/";

    private final UnaryOperator<String> settings;
    private final Clock clock;

    /** @param settings gives the values of {@code relay.public-url} and {@code server.port} */
    public CloudEvents(UnaryOperator<String> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes a request of a message.
     *
     * @param format {@link #STRUCTURED} or {@link #BINARY}
     * @param headers the headers of the message; the request's {@code Content-Type} and {@code ce-…} are put into it
     * @param body the message as JSON. Its {@code data} becomes the data of the CloudEvent; JSON that is no message
     *     becomes the data as it is
     * @return the body of the request
     * @throws IllegalArgumentException if the format is unknown, or if the body is no JSON
     */
    public String write(String format, Map<String, Object> headers, String body) {
        AtomicReference<byte[]> written = new AtomicReference<>(new byte[0]);
        MessageWriter<?, ?> writer = HttpMessageFactory.createWriter(headers::put, written::set);
        CloudEvent event = event(headers, message(body));
        switch (format) {
            case STRUCTURED -> writer.writeStructured(event, JsonFormat.CONTENT_TYPE);
            case BINARY -> writer.writeBinary(event);
            default ->
                throw new IllegalArgumentException(
                        "'" + format + "' is no format: write " + STRUCTURED + " or " + BINARY);
        }
        return new String(written.get(), StandardCharsets.UTF_8);
    }

    private CloudEvent event(Map<String, Object> headers, JsonNode message) {
        String publicUrl = settings.apply("relay.public-url");
        String relay = publicUrl == null || publicUrl.isEmpty()
                ? "http://localhost:" + settings.apply("server.port")
                : publicUrl;
        String type = String.valueOf(headers.get(EventHeaders.TYPE));
        JsonNode data = message.path("data").isMissingNode() ? message : message.get("data");
        // without a time of the sender: now, because a receiver may sort by it
        String time = (String) headers.get(EventHeaders.TIME);
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(String.valueOf(headers.get(EventHeaders.MESSAGE_ID)))
                .withSource(URI.create(relay + "/api/twitch/stream"))
                .withType(type)
                .withTime(Rfc3339.parse(time, clock.instant()).atOffset(ZoneOffset.UTC))
                .withData("application/json", data.toString().getBytes(StandardCharsets.UTF_8));
        // several events that were folded into a message are a list, and no schema describes the list
        if (data.isObject() && hasSchema(type)) {
            event = event.withDataSchema(URI.create(relay + SCHEMAS + type + ".json"));
        }
        if (message.path("origin").isTextual()) {
            event = event.withExtension("origin", message.get("origin").asText());
        }
        return event.build();
    }

    /** Whether the relay serves a schema. It has none for the event types of other sources than Twitch. */
    private static boolean hasSchema(String type) {
        return CloudEvents.class.getResource("/static" + SCHEMAS + type + ".json") != null;
    }

    private static JsonNode message(String body) {
        try {
            return JsonMappers.EVENT.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage());
        }
    }
}
