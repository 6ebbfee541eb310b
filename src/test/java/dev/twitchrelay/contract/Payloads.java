package dev.twitchrelay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Event objects of every type: the samples of the simulator, and odd ones from {@code payloads.jsonl} with nulls, absent
 * members, old versions and long texts. Both are written by hand from Twitch's documents, not from the catalog. Others are
 * made from them.
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

    /**
     * Each sample and odd one again, once without any member that may be absent, and once with null in each member that may
     * be null. The schema says which members may be so.
     */
    public static List<Payload> reduced() {
        List<Payload> reduced = new ArrayList<>();
        Stream.of(samples(), odd()).flatMap(List::stream).forEach(payload -> {
            JsonNode schema = ContractFiles.schema(payload.type);
            reduced.add(new Payload(
                    payload.type, payload.about + ", required members only", required(payload.event, schema)));
            reduced.add(new Payload(payload.type, payload.about + ", nulls", nulls(payload.event, schema)));
        });
        return reduced;
    }

    private static JsonNode required(JsonNode value, JsonNode schema) {
        return changed(
                value,
                schema,
                (name, parent) -> isIn(name, parent.path("required")) ? null : MissingNode.getInstance());
    }

    private static JsonNode nulls(JsonNode value, JsonNode schema) {
        return changed(
                value,
                schema,
                (name, parent) ->
                        isIn("null", parent.at("/properties/" + name + "/type")) ? NullNode.getInstance() : null);
    }

    /** @param change gives for a member of an object and the schema of the object another value; null to look into it */
    private static JsonNode changed(JsonNode value, JsonNode schema, BiFunction<String, JsonNode, JsonNode> change) {
        JsonNode fitting = fitting(value, schema);
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(changed(item, fitting.path("items"), change)));
            return array;
        } else if (!value.isObject()) {
            return value;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        value.fields().forEachRemaining(member -> {
            String name = member.getKey();
            JsonNode other = change.apply(name, fitting);
            if (other == null) {
                object.set(
                        name,
                        changed(member.getValue(), fitting.path("properties").path(name), change));
            } else if (!other.isMissingNode()) {
                object.set(name, other);
            }
        });
        return object;
    }

    /** The schema itself, or the alternative of the schema that the value fits. */
    private static JsonNode fitting(JsonNode value, JsonNode schema) {
        for (JsonNode alternative : schema.path("anyOf")) {
            if (Schemas.faults(alternative, value).isEmpty()) {
                return alternative;
            }
        }
        return schema;
    }

    private static boolean isIn(String text, JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(each -> each.asText().equals(text));
    }

    /** Samples and odd ones, and each of them with fewer members, and with extreme values. */
    public static List<Payload> all() {
        List<Payload> all = new ArrayList<>(samples());
        all.addAll(odd());
        List<Payload> written = List.copyOf(all);
        all.addAll(reduced());
        for (Payload payload : written) {
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
