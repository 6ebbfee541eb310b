package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that stand beside the shipped routes, as {@code routes test} runs them. */
class RouteFileTestsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int test(Path routes) throws IOException {
        return RouteCommands.test(RouteCommands.SETTINGS).run(List.of(routes.toString()), new PrintStream(out));
    }

    @Test
    void shippedRoutesPassTheirTests() throws IOException {
        assertThat(test(Path.of("routes"))).as("%s", out).isZero();
    }

    @Test
    void everyShippedRouteIsTested() throws IOException {
        Set<String> tested = RouteTest.in(Path.of("routes")).stream()
                .flatMap(test -> test.routes().stream())
                .collect(Collectors.toSet());

        assertThat(RouteFolder.read(Path.of("routes"), () -> RouteCommands.vocabulary(Map.of()))
                        .routes()
                        .routes()
                        .keySet())
                .allSatisfy(route -> assertThat(tested).contains(route));
    }

    @Test
    void aFailureSaysWhatIsDifferent() throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - setBody: {jq: '{n: .n, more: 1}'}
                        - to: {uri: "https://example.org/hook", parameters: {httpMethod: PUT}}
                """);
        Files.createDirectory(folder.resolve("tests"));
        Files.writeString(folder.resolve("tests/a.test.yaml"), """
                - test: shows the difference
                  route: a
                  input: {body: {n: 2}}
                  expect:
                    - {to: "https://example.org/hook", method: POST, body: {n: 3, more: 1}}
                """);

        assertThat(test(folder)).isOne();

        assertThat(out.toString())
                .contains("FAILED tests/a.test.yaml:1: shows the difference")
                .contains("message 1.method: expected \"POST\", but it is \"PUT\"")
                .contains("message 1.body.n: expected 3, but it is 2")
                .contains("1 tests, 1 failed");
    }

    @Test
    void jsonIsWrittenToTheByteAsTheRelayWritesIt() throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - transform: {jq: .}
                        - marshal: {json: {}}
                        - setHeader: {name: written, simple: "${bodyAs(String)}"}
                        - unmarshal: {json: {}}
                        - marshal: {json: {}}
                        - setHeader: {name: again, simple: "${bodyAs(String)}"}
                        - to: direct:b
                """);
        Files.createDirectory(folder.resolve("tests"));
        String json = "{\"viewers\":1.10,\"big\":12345678901234567890.5,\"name\":\"a🎈\"}";
        String expected =
                "  expect: [{to: direct:b, headers: {written: '%1$s', again: '%1$s'}, body: %1$s}]\n".formatted(json);
        Files.writeString(
                folder.resolve("tests/a.test.yaml"),
                "- test: text\n  route: a\n  input: {body: '" + json + "'}\n" + expected
                        + "- test: YAML\n  route: a\n  input: {body: " + json + "}\n" + expected
                        + "- test: a notification\n  route: a\n  input: {notification: channel.follow, event: " + json
                        + "}\n  expect: [{to: direct:b, contains: {payload: {event: " + json + "}}}]\n");

        assertThat(test(folder)).as("%s", out).isZero();
    }

    @Test
    void aSettingOfATestCountsWhereverRoutesMeetSettings() throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - setHeader:
                            name: signature
                            simple: ${bean:webhookSignature?method=sign('sinks.webhook.secret', 'id', '1', 'body')}
                        - to: "{{lamp.address}}"
                """);
        Files.createDirectory(folder.resolve("tests"));
        Files.writeString(folder.resolve("tests/a.test.yaml"), """
                - test: a secret signs, and a setting may name another
                  route: a
                  settings: {sinks.webhook.secret: s3cret, lamp.name: attic, lamp.address: "https://${lamp.name}/x"}
                  expect:
                    - to: https://attic/x
                      headers: {signature: "v1,ViLlVX336dLcH/BSOHK6MYx0K1jKrBJemE+svzICvB0="}
                """);

        assertThat(test(folder)).as("%s", out).isZero();
    }

    @Test
    void theSchemaForEditorsHasTheSameKeys() throws IOException {
        JsonNode test = new ObjectMapper()
                .readTree(Path.of("routes/schema/routeTest.json").toFile())
                .at("/items/properties");

        assertThat(names(test)).isEqualTo(RouteTest.KEYS);
        RouteTest.INNER_KEYS.forEach((key, inner) -> {
            JsonNode schema = test.path(key);
            assertThat(names(schema.has("items") ? schema.at("/items/properties") : schema.path("properties")))
                    .as(key)
                    .isEqualTo(inner);
        });
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everyShippedTestNamesTheSchema() throws IOException {
        try (Stream<Path> tests = Files.list(Path.of("routes/tests"))) {
            assertThat(tests).isNotEmpty().allSatisfy(test -> assertThat(test)
                    .content()
                    .startsWith("# yaml-language-server: $schema=../schema/routeTest.json\n"));
        }
    }

    @Test
    void aMisspeltExpectationIsNoExpectation() {
        byte[] misspelt = """
                - test: x
                  route: a
                  expect:
                    - {to: direct:b, boddy: {n: 1}}
                """.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RouteTest.read("tests/a.test.yaml", misspelt))
                .isInstanceOf(IOException.class)
                .hasMessage("tests/a.test.yaml:4:22: 'expect' has no 'boddy': did you mean 'body'?");
    }

    @Test
    void aMistakeInATestIsOneSentenceWithAPlace() {
        byte[] twice = "- test: x\n  route: a\n  route: b\n  expect: []\n".getBytes(StandardCharsets.UTF_8);
        byte[] unknown = "- test: x\n  route: a\n  expects: []\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RouteTest.read("tests/a.test.yaml", twice))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("tests/a\\.test\\.yaml:3:3: .*duplicate key.*");
        assertThatThrownBy(() -> RouteTest.read("tests/a.test.yaml", unknown))
                .isInstanceOf(IOException.class)
                .hasMessage("tests/a.test.yaml:3:3: a test has no 'expects': did you mean 'expect'?");
    }
}
