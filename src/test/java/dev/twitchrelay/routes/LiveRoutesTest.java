package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.outbox.OutboxComponent;
import dev.twitchrelay.outbox.OutboxFixture;
import dev.twitchrelay.support.RouteCommands;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Folders are taken over in a running Camel context: no relay, no Twitch. */
@Timeout(60)
class LiveRoutesTest {
    private static final String ENTRY = "- route: {id: entry, from: {uri: direct:entry, steps: [%s]}}\n";
    private static final String RECORD = "- route: {id: record, from: {uri: direct:record, steps:"
            + " [{bean: {ref: seen, method: 'add(${body})'}}]}}\n";

    private final CamelContext camel = new DefaultCamelContext();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, byte[]> folder = new TreeMap<>();
    private LiveRoutes routes;

    @BeforeEach
    void start() throws Exception {
        RouteVocabulary vocabulary = RouteCommands.vocabulary(Map.of()).with("seen", seen);
        vocabulary.teach(camel);
        camel.start();
        routes = new LiveRoutes(camel, () -> () -> {}, vocabulary, 0, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void save(String name, String text) {
        folder.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void take() {
        routes.take(new FolderSnapshot(new TreeMap<>(folder)));
    }

    private String state(String file) {
        return routes.files().stream()
                .filter(status -> status.file().equals(file))
                .map(LiveRoutes.FileStatus::state)
                .findFirst()
                .orElse("unknown");
    }

    private List<String> problems(String file) {
        return routes.files().stream()
                .filter(status -> status.file().equals(file))
                .flatMap(status -> status.problems().stream())
                .toList();
    }

    private String send(String body) {
        return camel.createFluentProducerTemplate()
                .to("direct:entry")
                .withBody(body)
                .request(String.class);
    }

    @Test
    void anEditedKameletIsExchangedInTheRoutesThatUseIt() {
        save("entry.camel.yaml", ENTRY.formatted("{to: kamelet:greet-action}"));
        save("kamelets/greet-action.kamelet.yaml", greeting("hello"));
        take();
        assertThat(send("x")).isEqualTo("hello");

        save("kamelets/greet-action.kamelet.yaml", greeting("goodbye"));
        take();

        assertThat(send("x")).isEqualTo("goodbye");
        assertThat(camel.getRoutes()).as("nothing is left of the first").hasSize(2);
    }

    @Test
    void aKameletWithAMistakeChangesNothing() {
        save("entry.camel.yaml", ENTRY.formatted("{to: kamelet:greet-action}"));
        save("kamelets/greet-action.kamelet.yaml", greeting("hello"));
        take();

        save("kamelets/greet-action.kamelet.yaml", greeting("goodbye").replace("setBody", "setBdy"));
        take();

        assertThat(send("x")).isEqualTo("hello");
        assertThat(problems("kamelets/greet-action.kamelet.yaml"))
                .singleElement()
                .asString()
                .startsWith("kamelets/greet-action.kamelet.yaml:10:")
                .contains("setBody");
    }

    private static String greeting(String word) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: greet-action}
                spec:
                  definition: {title: Greet, properties: {}}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody: {constant: %s}
                """.formatted(word);
    }

    @Test
    void anEditedRouteConfigurationHoldsForEveryRoute() {
        save(
                "entry.camel.yaml",
                ENTRY.formatted("{throwException: {exceptionType: java.lang.Exception, message: no}}"));
        save("errors.camel.yaml", onException("first"));
        take();
        assertThat(send("x")).isEqualTo("first");

        save("errors.camel.yaml", onException("second"));
        take();

        assertThat(send("x")).isEqualTo("second");
    }

    private static String onException(String body) {
        return "- routeConfiguration: {onException: [{onException: {exception: [java.lang.Exception], handled: {constant:"
                + " 'true'}, steps: [{setBody: {constant: " + body + "}}]}}]}\n";
    }

    @Test
    void aRenamedFileAndARenamedRouteRunOnce() {
        save("entry.camel.yaml", ENTRY.formatted("{setBody: {constant: one}}"));
        take();

        folder.clear();
        save("other.camel.yaml", ENTRY.formatted("{setBody: {constant: two}}").replace("id: entry", "id: other"));
        take();

        assertThat(send("x")).isEqualTo("two");
        assertThat(camel.getRoutes()).singleElement().matches(route -> route.getId()
                .equals("other"));
        assertThat(state("other.camel.yaml")).isEqualTo("running");
    }

    @Test
    void aSourceThatDoesNotStartIsTakenBackWhileMessagesFlow() {
        save("record.camel.yaml", RECORD);
        save("pump.camel.yaml", pump("first"));
        take();
        await().until(() -> seen.contains("first"));

        // all three are exchanged at once: the pump sends while the bad one fails
        save("record.camel.yaml", RECORD.replace("steps: [", "steps: [{log: {loggingLevel: DEBUG, message: x}}, "));
        save("pump.camel.yaml", pump("second"));
        save(
                "spoilt.camel.yaml",
                "- route: {id: spoilt, from: {uri: 'file:no-such-folder?autoCreate=false"
                        + "&startingDirectoryMustExist=true', steps: [{log: x}]}}\n");
        take();

        assertThat(state("spoilt.camel.yaml")).isEqualTo("not running");
        assertThat(problems("spoilt.camel.yaml")).singleElement().asString().contains("no-such-folder");
        assertThat(state("pump.camel.yaml")).isEqualTo("running");
        await().until(() -> seen.contains("second"));
    }

    private static String pump(String word) {
        return "- route: {id: pump, from: {uri: timer:pump, parameters: {period: 1, delay: 0}, steps: [{setBody: {constant: "
                + word + "}}, {to: direct:record}]}}\n";
    }

    private static String sink(String id, String outbox) {
        return "- route: {id: " + id + ", from: {uri: '" + outbox + "', steps: [{bean: {ref: seen, method: 'add(" + id
                + ")'}}]}}\n";
    }

    private void outbox() throws Exception {
        Outbox outbox = OutboxFixture.empty();
        camel.getRegistry().bindAsPrototype("outbox", OutboxComponent.class, () -> new OutboxComponent(outbox));
        save("entry.camel.yaml", ENTRY.formatted("{setHeader: {name: EventKind, constant: event}}, {to: outbox:all}"));
    }

    @Test
    void aCopyOfASinkThatKeepsItsOutboxIsRefusedAndTheFirstGoesOn() throws Exception {
        outbox();
        save("sinks/z.camel.yaml", sink("z", "outbox:z"));
        take();

        save("sinks/b.camel.yaml", sink("b", "outbox:z?events=channel.raid"));
        save("sinks/c.camel.yaml", sink("c", "outbox://z"));
        save("sinks/d.camel.yaml", sink("d", "{{nosuch:outbox:z}}"));
        take();

        assertThat(problems("sinks/b.camel.yaml"))
                .contains("sinks/b.camel.yaml:1:10: the route 'z' in sinks/z.camel.yaml:1 starts from outbox:z, too:"
                        + " let the route 'b' start from an outbox of its own, such as outbox:b, because a sink has one"
                        + " route");
        assertThat(problems("sinks/c.camel.yaml")).isNotEmpty();
        assertThat(problems("sinks/d.camel.yaml")).isNotEmpty();
        assertThat(problems("sinks/z.camel.yaml")).isEmpty();
        send("x");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("z"));
        folder.remove("sinks/b.camel.yaml");
        take();
        send("y");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 2);
        assertThat(seen).containsOnly("z");
    }

    @Test
    void theTreatmentOfFailuresStaysUntilAnotherFileHasIt() {
        save("entry.camel.yaml", ENTRY.formatted("{to: sse:twitch}"));
        save("errors.camel.yaml", onException("first"));
        take();

        folder.remove("errors.camel.yaml");
        take();

        assertThat(problems("errors.camel.yaml"))
                .containsExactly(
                        "entry.camel.yaml:1:61: no route configuration without an id treats failures of this route,"
                                + " as errors.camel.yaml did: bring that file back");
        assertThat(send("no JSON")).isEqualTo("first");
        save("policy.camel.yaml", onException("second"));
        take();
        assertThat(send("no JSON")).isEqualTo("second");
    }

    @Test
    void aFileWhoseNameKeepsItFromRunningIsTold() {
        save("entry.camel.yaml", ENTRY.formatted("{setBody: {constant: one}}"));
        save("lamp.yaml", RECORD);
        take();

        assertThat(send("x")).isEqualTo("one");
        assertThat(state("lamp.yaml")).isEqualTo("not running");
        assertThat(problems("lamp.yaml")).singleElement().asString().contains("rename the file to lamp.camel.yaml");
    }

    @Test
    void aSinkStaysAsLongAsARouteSendsToIt() throws Exception {
        outbox();
        save("entry.camel.yaml", ENTRY.formatted("{setHeader: {name: EventKind, constant: event}}, {to: outbox:lamp}"));
        save("sinks/lamp.camel.yaml", sink("lamp", "outbox:lamp"));
        take();

        folder.remove("sinks/lamp.camel.yaml");
        take();

        assertThat(problems("sinks/lamp.camel.yaml"))
                .singleElement()
                .asString()
                .contains("no route starts from outbox:lamp");
        send("x");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("lamp"));
    }

    @Test
    void twoRoutesOfOneFileHaveNoSinkInCommon() throws Exception {
        outbox();
        save("sinks/a.camel.yaml", sink("a", "outbox:a") + sink("a-too", "outbox:a"));

        take();

        assertThat(problems("sinks/a.camel.yaml")).isNotEmpty().allMatch(problem -> problem.contains("outbox:a, too"));
    }

    @Test
    void aSinkWhoseFileAndRouteAreRenamedGoesOn() throws Exception {
        outbox();
        save("sinks/a.camel.yaml", sink("a", "outbox:a"));
        take();
        send("x");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("a"));

        folder.remove("sinks/a.camel.yaml");
        save("sinks/b.camel.yaml", sink("b", "outbox:a"));
        take();

        assertThat(state("sinks/b.camel.yaml")).isEqualTo("running");
        send("y");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("b"));
    }

    @Test
    void twoKameletsThatShareASinkAreRefusedWhenTheyStart() throws Exception {
        outbox();
        String kamelet = """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: mine-source}
                spec:
                  definition: {title: Mine, properties: {}}
                  template:
                    from:
                      uri: outbox:a
                      steps:
                        - to: kamelet:sink
                """;
        save("kamelets/mine-source.kamelet.yaml", kamelet);
        save("a.camel.yaml", sink("a", "kamelet:mine-source"));
        take();

        save("b.camel.yaml", sink("b", "kamelet:mine-source"));
        take();

        assertThat(state("b.camel.yaml")).isNotEqualTo("running");
        send("x");
        await().atMost(Duration.ofSeconds(30)).until(() -> seen.contains("a"));
    }

    @Test
    void aFileThatClaimsTheIdOfAnotherDoesNotKeepThatFromBeingEdited() {
        save("entry.camel.yaml", ENTRY.formatted("{setBody: {constant: one}}"));
        take();
        save("bad.camel.yaml", ENTRY.formatted("{setBody: {constant: stolen}}"));
        take();

        save("entry.camel.yaml", ENTRY.formatted("{setBody: {constant: two}}"));
        take();

        assertThat(send("x")).isEqualTo("two");
        assertThat(state("entry.camel.yaml")).isEqualTo("running");
        assertThat(problems("bad.camel.yaml"))
                .allMatch(problem -> problem.startsWith("bad.camel.yaml:1:") && problem.contains("entry"));
    }

    @Test
    void atTheStartAnIdBelongsToTheFileThatIsNamedAfterIt() {
        save("aaa.camel.yaml", ENTRY.formatted("{setBody: {constant: stolen}}"));
        save("entry.camel.yaml", ENTRY.formatted("{setBody: {constant: mine}}"));

        take();

        assertThat(send("x")).isEqualTo("mine");
        assertThat(state("aaa.camel.yaml")).isEqualTo("not running");
    }

    @Test
    void messagesOfAQueueWaitForItsNextReceiver() {
        save("record.camel.yaml", RECORD.replace("direct:record", "seda:record"));
        save(
                "entry.camel.yaml",
                ENTRY.formatted("{to: {uri: 'seda:record', parameters: {waitForTaskToComplete: Never}}}"));
        take();

        for (int edit = 0; edit < 5; edit++) {
            for (int i = 0; i < 20; i++) {
                send(edit + "." + i);
            }
            save(
                    "record.camel.yaml",
                    RECORD.replace("direct:record", "seda:record")
                            .replace("steps: [", "steps: [{log: {loggingLevel: DEBUG, message: v" + edit + "}}, "));
            take();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> seen.size() >= 100);
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(i -> i / 20 + "." + i % 20)
                        .toList());
    }

    @Test
    void sinksAreThereBeforeAnythingIsMadeForThem() throws Exception {
        Outbox outbox = OutboxFixture.empty();
        camel.getRegistry().bindAsPrototype("outbox", OutboxComponent.class, () -> new OutboxComponent(outbox));
        // without an order of their own the source would come first: it sends to no channel of the sink
        save(
                "a-source.camel.yaml",
                "- route: {id: a-source, from: {uri: 'timer:once', parameters: {repeatCount: 1, delay: -1}, steps:"
                        + " [{setHeader: {name: EventKind, constant: event}}, {setBody: {constant: first}},"
                        + " {to: outbox:all}, {bean: {ref: seen, method: 'add(\"sent\")'}}]}}\n");
        save(
                "sinks/lamp.camel.yaml",
                "- route: {id: lamp, from: {uri: outbox:lamp, steps: [{bean: {ref: seen, method:"
                        + " 'add(${body})'}}]}}\n");

        take();

        await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("sent", "first");
    }
}
