package dev.twitchrelay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas of today against the kept copy of the last release: a program that was written for it still works. */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("src/test/resources/contract/released.json");
    private static final String FOLLOW = """
            {"type":"object","required":["id","who"],"properties":{
              "id":{"type":"string","format":"date-time"},"who":{"type":["string","null"]},
              "list":{"type":"array","items":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}}}}
            """;

    @Test
    void nothingThatAReaderReliesOnHasChanged() throws IOException {
        if (Boolean.getBoolean("contract.release")) {
            Files.writeString(RELEASED, today());
        }
        ObjectNode released = (ObjectNode) ContractFiles.json(ContractFiles.read(RELEASED));

        assertThat(released.properties()).isNotEmpty();
        assertThat(released.properties().stream()
                        .flatMap(schema ->
                                Compatibility.breaks(schema.getValue(), ContractFiles.schema(schema.getKey())).stream()
                                        .map(change -> schema.getKey() + change)))
                .as("src/docs/contract.md says which changes are allowed")
                .isEmpty();
    }

    /** One schema on a line, so that a difference shows its type. */
    private static String today() throws IOException {
        try (Stream<Path> files = Files.list(ContractFiles.SCHEMAS)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".json", ""))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .map(name -> JsonNodeFactory.instance.textNode(name) + ":" + ContractFiles.schema(name))
                    .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n\":|\"m\":|/list[]/n: is gone",
                "[\"id\",\"who\"]|[\"id\"]|/who: may be absent now",
                "[\"n\"]|[]|/list[]/n: may be absent now",
                "\"string\",\"format\":\"date-time\"|[\"string\",\"null\"],\"format\":\"date-time\"|/id: may be null now",
                "\"integer\"|[\"integer\",\"string\"]|/list[]/n: may be string now",
                "\"type\":\"integer\"|\"examples\":[1]|/list[]/n: may be anything now",
                ",\"format\":\"date-time\"|``|/id: its format is null now",
            })
    void aChangeThatBreaksAReaderIsNamedWithItsPlace(String part, String changed, String told) {
        assertThat(FOLLOW).contains(part);

        assertThat(Compatibility.breaks(json(FOLLOW), json(FOLLOW.replace(part, changed == null ? "" : changed))))
                .anySatisfy(each -> assertThat(each).startsWith(told));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":|\"more\":{\"type\":\"object\"},\"id\":",
                "[\"string\",\"null\"]|\"string\"",
                "[\"id\",\"who\"]|[\"id\",\"who\",\"list\"]",
                "{\"type\":[\"string\",\"null\"]}|{\"type\":[\"string\",\"null\"],\"description\":\"x\",\"examples\":[\"y\"]}",
            })
    void whatAReaderDoesNotRelyOnMayChange(String part, String changed) {
        assertThat(FOLLOW).contains(part);

        assertThat(Compatibility.breaks(json(FOLLOW), json(FOLLOW.replace(part, changed))))
                .isEmpty();
    }

    @Test
    void anAlternativeThatAReaderDoesNotKnowBreaksIt() {
        JsonNode one = json("{\"anyOf\":[" + FOLLOW + "]}");
        JsonNode two = json("{\"anyOf\":[" + FOLLOW + ",{\"type\":\"object\",\"properties\":{}}]}");

        assertThat(Compatibility.breaks(two, one)).isEmpty();
        assertThat(Compatibility.breaks(json(FOLLOW), one)).isEmpty();
        assertThat(Compatibility.breaks(one, two)).isEqualTo(List.of(": alternative 2 fits no alternative of before"));
    }

    private static JsonNode json(String text) {
        return ContractFiles.json(text);
    }
}
