package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.cli.RoutesTestCommand;
import dev.twitchrelay.cli.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that stand beside the shipped routes, as {@code routes test} runs them. */
class RouteFileTestsTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "twitch.eventsub.url", "wss://example.org/ws",
            "twitch.api.url", "https://example.org/helix",
            "twitch.poll-interval", "60s",
            "sinks.telegram.chat-id", "",
            "sinks.mqtt.topic", "twitch");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int test(Path routes) {
        return new RoutesTestCommand(new Settings(SETTINGS::get)).run(List.of(routes.toString()), new PrintStream(out));
    }

    @Test
    void shippedRoutesPassTheirTests() {
        assertThat(test(Path.of("routes"))).as("%s", out).isZero();
    }

    @Test
    void everyShippedRouteIsTested() throws IOException {
        Set<String> tested = RouteTest.in(Path.of("routes")).stream()
                .flatMap(test -> test.routes().stream())
                .collect(Collectors.toSet());

        assertThat(RouteFolder.read(Path.of("routes")).routes().routes().keySet())
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
}
