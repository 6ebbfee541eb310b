package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Event objects of every type: the samples of the simulator, and odd ones from {@code payloads.jsonl} with nulls, absent
 * members, old versions and long texts. Both are written by hand from Twitch's documents, not from the catalog.
 */
public final class Payloads {
    private static final Path SAMPLES = Path.of("src/main/resources/simulator/notifications");
    private static final Path ODD = Path.of("src/test/resources/contract/payloads.jsonl");

    /** 500 characters of three bytes, emoji, and a mark that turns the direction of writing. */
    private static final String LONG = "波止場の夜は長い\u200f🚢🌊".repeat(45) + "🎈".repeat(5);

    private static final JsonNode HUGE = BigIntegerNode.valueOf(new BigInteger("123456789012345678901234567890"));

    /** @param about the difference to the sample, for the name of a test */
    public record Payload(String type, String about, JsonNode event) {
        @Override
        public String toString() {
            return type + ", " + about;
        }
    }

    private Payloads() {}

    public static List<Payload> samples() {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.sorted()
                    .map(file -> new Payload(
                            file.getFileName().toString().replace(".json", ""),
                            "sample",
                            ContractFiles.json(ContractFiles.read(file))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Payload> odd() {
        return ContractFiles.read(ODD)
                .lines()
                .map(ContractFiles::json)
                .map(line -> new Payload(
                        line.required("type").asText(), line.required("about").asText(), line.required("event")))
                .toList();
    }

    /** Samples and odd ones, and each of them with extreme values. */
    public static List<Payload> all() {
        List<Payload> all = new ArrayList<>(samples());
        all.addAll(odd());
        for (Payload payload : List.copyOf(all)) {
            all.add(new Payload(
                    payload.type, payload.about + ", long texts", mapped(payload.event, Payloads::longText)));
            all.add(new Payload(payload.type, payload.about + ", huge numbers", mapped(payload.event, Payloads::huge)));
            all.add(new Payload(payload.type, payload.about + ", more members", mapped(payload.event, Payloads::more)));
        }
        return all;
    }

    /** Texts that a person may write become long. Ids, times and codes, which have no blank, stay. */
    private static JsonNode longText(JsonNode value) {
        boolean written = value.isTextual() && value.asText().contains(" ");
        return written ? TextNode.valueOf(LONG) : value;
    }

    private static JsonNode huge(JsonNode value) {
        return value.isIntegralNumber() ? HUGE : value;
    }

    private static JsonNode more(JsonNode value) {
        return value instanceof ObjectNode object
                ? object.put("sparkle", 7).set("future", JsonNodeFactory.instance.objectNode())
                : value;
    }

    /** A copy in which each value, from the leaves up, has been replaced. */
    private static JsonNode mapped(JsonNode value, UnaryOperator<JsonNode> change) {
        JsonNode copy = value;
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.fields().forEachRemaining(field -> object.set(field.getKey(), mapped(field.getValue(), change)));
            copy = object;
        } else if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(mapped(item, change)));
            copy = array;
        }
        return change.apply(copy);
    }
}
