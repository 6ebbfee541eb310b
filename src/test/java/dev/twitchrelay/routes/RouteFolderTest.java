package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFolderTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int check(Path routes, String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.add(0, routes.toString());
        return RouteCommands.check(RouteCommands.SETTINGS).run(all, new PrintStream(out));
    }

    private List<String> lines() {
        return out.toString()
                .lines()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void shippedRoutesHaveNoProblems() {
        assertThat(check(Path.of("routes"))).isZero();

        assertThat(out.toString()).matches("\\d+ files, \\d+ routes, no mistakes\n");
    }

    @Test
    void shippedRoutesHaveNoProblemsInAClusterEither() {
        Map<String, String> cluster = new HashMap<>(RouteCommands.SETTINGS);
        cluster.put("spring.profiles.active", "cluster");

        assertThat(RouteCommands.check(cluster).run(List.of("routes"), new PrintStream(out)))
                .as("%s", out)
                .isZero();
    }

    @Test
    void tenPlantedMistakesAreTenLines() throws IOException {
        Files.writeString(folder.resolve("planted.camel.yaml"), """
                - route:
                    id: planted
                    from:
                      uri: direct:planted
                      steps:
                        - setBdy:
                            simple: hi
                        - to: ssse:twitch
                        - to:
                            uri: https://example.org/x
                            parameters:
                              httpMethd: POST
                        - setBody:
                            simple: ${header.x
                        - transform:
                            jq: '{a: [}'
                        - to: direct:nobody
                        - to: "{{not.set}}"
                        - setHeader:
                            name: Authorization
                            constant: Bearer abcdefghijklmnopqrstuvwxyz
                - route:
                    from:
                      uri: twitch-eventsub:wss://example.org/ws
                      parameters:
                        types: >-
                          channel.folow,
                          channel.raid
                      steps:
                        - to: direct:planted
                """);

        assertThat(check(folder)).isOne();

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:6:11: ")
                                .contains("did you mean 'setBody'?"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:8:15: ")
                                .contains("did you mean 'sse'?"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:12:15: ")
                                .contains("'httpMethod'?"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:14:")
                                .contains("no simple expression"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:16:")
                                .contains("no jq expression"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:17:15: ")
                                .contains("direct:nobody"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:18:15: ")
                                .contains("NOT_SET"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:21:23: ")
                                .contains("secret"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:23:5: ")
                                .contains("no id"),
                        line -> assertThat(line)
                                .startsWith("planted.camel.yaml:27:11: ")
                                .contains("did you mean 'channel.follow'?"));
    }

    @Test
    void whatTheLogIsToSayIsCheckedInItsShortFormToo() throws IOException {
        Files.writeString(folder.resolve("said.camel.yaml"), """
                - route:
                    id: said
                    from:
                      uri: timer:said
                      steps:
                        - log: "${bdy}"
                        - log: "${body.foo("
                        - setBdy: {}
                """);

        assertThat(check(folder)).isOne();

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("said.camel.yaml:6:")
                                .contains("no simple expression"),
                        line -> assertThat(line)
                                .startsWith("said.camel.yaml:7:")
                                .contains("no simple expression"),
                        line -> assertThat(line)
                                .startsWith("said.camel.yaml:8:")
                                .contains("setBody"));
    }

    @Test
    void aFileThatIsNoYamlDoesNotHideTheOthers() throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), "- route: [\n");
        Files.writeString(folder.resolve("b.camel.yaml"), "- route:\n    id: b\n    fron: direct:b\n");

        check(folder);

        assertThat(lines()).anyMatch(line -> line.startsWith("a.camel.yaml:2:"));
        assertThat(lines()).anyMatch(line -> line.startsWith("b.camel.yaml:3:5: unknown key 'fron'"));
    }

    @Test
    void editorsGetJson() throws IOException {
        Files.writeString(folder.resolve("a.camel.yaml"), "nothing\n");

        check(folder, "--json");

        assertThat(out.toString()).startsWith("[{\"file\":\"a.camel.yaml\",\"line\":1,\"column\":1,\"message\":");
    }

    @Test
    void everyWayToWriteATimeThatCamelTakesPasses() throws IOException {
        for (String time : List.of("300ms", "500", "10s", "2m", "1h", "1m30s")) {
            Files.writeString(
                    folder.resolve("a.camel.yaml"),
                    "- route: {id: a, from: {uri: 'timer:a', parameters: {period: " + time
                            + "}, steps: [{log: hi}]}}\n");

            assertThat(check(folder)).as("%s: %s", time, out).isZero();
        }
    }

    @Test
    void aSecretIsRecognizedByTheNameBesideIt() throws IOException {
        for (String value : List.of(
                "constant: abcdef123456",
                "constant: {expression: abcdef123456}",
                "expression: {constant: {expression: abcdef123456}}")) {
            Files.writeString(
                    folder.resolve("a.camel.yaml"),
                    "- route: {id: a, from: {uri: 'timer:a', steps: [{setHeader: {name: X-Api-Key, " + value
                            + "}}]}}\n");
            out.reset();

            assertThat(check(folder)).as(value).isOne();
            assertThat(lines()).singleElement().asString().contains("secret").doesNotContain("abcdef");
        }
    }

    @Test
    void aKameletIsUsedWithItsProperties() throws IOException {
        Files.createDirectory(folder.resolve("kamelets"));
        Files.writeString(folder.resolve("kamelets/greet-action.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: greet-action}
                spec:
                  definition:
                    title: Greet
                    required: [greeting]
                    properties: {greeting: {title: Greeting, type: string}}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody: {constant: '{{greeting}}'}
                """);
        Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to:
                            uri: kamelet:greet-action
                            parameters:
                              greting: hello
                        - to: kamelet:greet-acton
                """);

        assertThat(check(folder)).isOne();

        assertThat(lines())
                .containsExactly(
                        "a.camel.yaml:7:18: the Kamelet 'greet-action' needs the parameter 'greeting'",
                        "a.camel.yaml:9:15: the Kamelet 'greet-action' has no property 'greting': did you mean"
                                + " 'greeting'?",
                        "a.camel.yaml:10:15: there is no Kamelet 'greet-acton': did you mean 'greet-action'?");
    }
}
