package dev.twitchrelay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.alerts.AlertControl;
import dev.twitchrelay.contract.Payloads.Payload;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.routes.TestEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Everything in this project that looks like a message or an event is one, by the schemas that the relay serves. */
class ContractTest {
    private static final Set<String> TYPES = EventCatalog.read().types().keySet();

    static List<Payload> all() {
        return Payloads.all();
    }

    static List<Payload> samples() {
        return Payloads.samples();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void anEventOfTwitchFitsTheSchemaOfItsType(Payload payload) {
        assertThat(Schemas.faults(payload.type(), payload.event())).isEmpty();
    }

    @Test
    void payloadsOfEveryTypeAreWrittenByHand() {
        assertThat(Payloads.samples()).extracting(Payload::type).hasSameElementsAs(TYPES);
        assertThat(Payloads.samples().size() + Payloads.odd().size()).isGreaterThan(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void noMemberOfASampleIsMisspelled(Payload sample) {
        assertThat(Schemas.faultsOfOurs(sample.type(), sample.event())).isEmpty();
    }

    /** The planted fault: whichever member of a sample has another name, the check above finds it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aRenamedMemberOfASampleIsFound(Payload sample) {
        int members = 0;
        for (JsonNode wrong : renamed(sample.event())) {
            members++;
            assertThat(Schemas.faultsOfOurs(sample.type(), wrong))
                    .as("%s", wrong)
                    .isNotEmpty();
        }
        assertThat(members).isGreaterThan(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aMadeUpTestEventFitsTheSchema(Payload sample) {
        TestEvents events = new TestEvents(Clock.systemUTC(), Map::of);

        JsonNode event = events.notification(sample.type(), "").at("/payload/event");

        assertThat(Schemas.faultsOfOurs(sample.type(), event)).isEmpty();
        assertThat(event.toString()).doesNotContain("$");
    }

    static Stream<Path> routeTests() throws IOException {
        return Files.list(Path.of("routes/tests")).sorted();
    }

    /** Tests of sinks give an event only the members that the sink reads. */
    @ParameterizedTest
    @MethodSource("routeTests")
    void anEventInATestOfARouteFitsTheSchema(Path file) {
        boolean whole = file.endsWith("events.test.yaml");
        JsonNode tests = JsonMappers.PLAIN.valueToTree(new Yaml().<Object>load(ContractFiles.read(file)));

        for (Payload payload : events(tests)) {
            if (TYPES.contains(payload.type())) {
                assertThat(
                                whole
                                        ? Schemas.faultsOfOurs(payload.type(), payload.event())
                                        : Schemas.faultsOfAPart(payload.type(), payload.event()))
                        .as("%s", payload)
                        .isEmpty();
            } else {
                assertThat(payload.type()).startsWith("channel.weather");
            }
        }
    }

    @Test
    void theTestsOfRoutesHaveAWholeEventOfEachTypeThatIsSubscribed() {
        JsonNode tests = JsonMappers.PLAIN.valueToTree(
                new Yaml().<Object>load(ContractFiles.read(Path.of("routes/tests/events.test.yaml"))));

        assertThat(events(tests)).hasSizeGreaterThanOrEqualTo(16);
    }

    static Stream<Path> documents() {
        return Stream.of("README.md", "src/docs/contract.md").map(Path::of);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aMessageInADocumentFitsTheSchema(Path document) {
        List<JsonNode> messages = ContractFiles.read(document)
                .lines()
                .filter(line -> line.startsWith("{\"type\""))
                .map(ContractFiles::json)
                .toList();

        assertThat(messages).isNotEmpty().allSatisfy(message -> {
            assertThat(Schemas.faultsOfOurs("message", message)).isEmpty();
            String schema = message.path("event").asText(message.path("type").asText());
            assertThat(Schemas.faultsOfOurs(schema, message.path("data"))).isEmpty();
        });
    }

    /** Each kind of order, as every client gets it. */
    @Test
    void theOrdersAboutAlertsFitTheirSchema(@TempDir Path folder) {
        List<JsonNode> announced = new ArrayList<>();
        AlertControl alerts = new AlertControl(
                folder,
                new Storage(Disk.REAL),
                Clock.systemUTC(),
                () -> "a-2",
                id -> Optional.of("{\"type\":\"event\",\"event\":\"channel.raid\",\"data\":{\"viewers\":1}}"),
                bytes -> announced.add(ContractFiles.json(new String(bytes, StandardCharsets.UTF_8))));

        for (AlertControl.Order order : AlertControl.Order.values()) {
            alerts.give(order);
        }
        alerts.skip("a-1");
        alerts.replay("a-1");

        assertThat(announced).hasSizeGreaterThan(7).allSatisfy(state -> assertThat(
                        Schemas.faultsOfOurs("alerts", state))
                .isEmpty());
    }

    /** The events of a test of routes: in notifications, in messages, and in messages as text. */
    private static List<Payload> events(JsonNode part) {
        List<Payload> found = new ArrayList<>();
        if (part.path("notification").isTextual() && part.path("event").isObject()) {
            found.add(new Payload(part.path("notification").asText(), "notification", part.path("event")));
        }
        if (part.path("event").isTextual()) {
            JsonNode data = part.path("data");
            for (JsonNode event : data.isArray() ? data : List.of(data)) {
                if (event.isObject()) {
                    found.add(new Payload(part.path("event").asText(), "message", event));
                }
            }
        }
        for (JsonNode child : part) {
            boolean message = child.isTextual() && child.asText().startsWith("{\"type\"");
            found.addAll(events(message ? ContractFiles.json(child.asText()) : child));
        }
        return found;
    }

    /** A copy for each member at any depth, in which this member has another name. */
    private static List<JsonNode> renamed(JsonNode event) {
        List<JsonNode> copies = new ArrayList<>();
        for (String pointer : members("", event)) {
            int slash = pointer.lastIndexOf('/');
            JsonNode copy = event.deepCopy();
            ObjectNode parent = (ObjectNode) copy.at(pointer.substring(0, slash));
            String name = pointer.substring(slash + 1);
            parent.set(name + "s", parent.remove(name));
            copies.add(copy);
        }
        return copies;
    }

    private static Set<String> members(String place, JsonNode value) {
        Set<String> pointers = new TreeSet<>();
        if (value.isObject()) {
            pointers.addAll(value.properties().stream()
                    .map(member -> place + "/" + member.getKey())
                    .collect(Collectors.toSet()));
            value.properties()
                    .forEach(member -> pointers.addAll(members(place + "/" + member.getKey(), member.getValue())));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            pointers.addAll(members(place + "/" + i, value.get(i)));
        }
        return pointers;
    }
}
