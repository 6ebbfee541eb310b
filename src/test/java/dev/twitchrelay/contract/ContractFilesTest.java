package dev.twitchrelay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The published files are those of the catalog. With {@code -Dcontract.write=true} they are written. */
class ContractFilesTest {
    private static final EventCatalog CATALOG = EventCatalog.read();

    @Test
    void eachPublishedFileIsWrittenFromTheCatalog() throws IOException {
        for (Map.Entry<Path, String> file : new ContractFiles(CATALOG).texts().entrySet()) {
            if (Boolean.getBoolean("contract.write")) {
                Files.writeString(file.getKey(), file.getValue());
            }
            assertThat(file.getKey())
                    .as("write it anew with mvn -Dtest=ContractFilesTest -Dcontract.write=true"
                            + " -Dsurefire.failIfNoSpecifiedTests=false test")
                    .hasContent(file.getValue());
        }
    }

    @Test
    void thereIsASchemaForEachTypeAndForNothingElse() throws IOException {
        TreeSet<String> names = new TreeSet<>(CATALOG.types().keySet());
        names.addAll(ContractFiles.BY_HAND);

        try (Stream<Path> files = Files.list(ContractFiles.SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void noShapeIsLeftOver() {
        String written = ContractFiles.read(Path.of("src/main/resources/eventsub/subscription-types.json"))
                + ContractFiles.read(Path.of("src/main/resources/eventsub/event-shapes.json"));

        assertThat(CATALOG.shapes().keySet())
                .allSatisfy(name -> assertThat(written).containsPattern(": \"([^\"]* / )?" + name + "[\\[?\"]"));
    }

    /** A reference that leads nowhere would be found by nobody but the user of the document. */
    @Test
    void everyReferenceOfTheAsyncApiDocumentLeadsToAPlaceInIt() {
        Map<String, Object> document = asyncApi();

        assertThat(references(document).toList()).isNotEmpty().allSatisfy(reference -> {
            Object place = document;
            for (String name : reference.substring("#/".length()).split("/")) {
                place = ((Map<?, ?>) place).get(name);
                assertThat(place).as(reference).isNotNull();
            }
        });
    }

    @Test
    void theAsyncApiDocumentHasAMessageForEachTypeAndEachNamedFrame() {
        Map<?, ?> channel = (Map<?, ?>) ((Map<?, ?>) asyncApi().get("channels")).get("stream");
        TreeSet<String> names = new TreeSet<>(CATALOG.types().keySet());
        names.addAll(List.of("stats", "hello", "alerts", "ping", "bye"));

        assertThat(((Map<?, ?>) channel.get("messages")).keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private static Map<String, Object> asyncApi() {
        return new Yaml().load(ContractFiles.read(Path.of("src/main/resources/static/api/asyncapi.yaml")));
    }

    private static Stream<String> references(Object value) {
        if (value instanceof Map<?, ?> map) {
            Stream<String> own = map.get("$ref") instanceof String reference ? Stream.of(reference) : Stream.empty();
            return Stream.concat(own, map.values().stream().flatMap(ContractFilesTest::references));
        }
        return value instanceof List<?> list ? list.stream().flatMap(ContractFilesTest::references) : Stream.empty();
    }
}
