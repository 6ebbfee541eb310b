package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twitchrelay.support.FolderCopy;
import dev.twitchrelay.support.RouteCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that would silence something without an error: each is told by {@code routes check}, at its place. */
class SilentMistakesTest {
    @TempDir
    Path folder;

    /**
     * One folder of routes.
     *
     * @param files the text of each file by its name
     * @param told all lines of the check
     */
    private record Case(String name, Map<String, String> files, List<String> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A route whose first step stands in line 6. */
    private static Case step(String name, String step, String... told) {
        return file(
                name,
                "- route:\n    id: a\n    from:\n      uri: timer:a\n      steps:\n        - " + step + "\n",
                told);
    }

    private static Case file(String name, String text, String... told) {
        return new Case(
                name,
                Map.of("a.camel.yaml", text),
                Stream.of(told).map(line -> "a.camel.yaml:" + line).toList());
    }

    private static Case source(String name, String uri, String... told) {
        return file(
                name,
                "- route:\n    id: a\n    from:\n      uri: " + uri
                        + "\n      steps:\n        - setBody: {constant: hi}\n",
                told);
    }

    static Stream<Case> cases() {
        return Stream.of(
                step(
                        "a sink that nobody is",
                        "to: outbox:alll",
                        "6:15: no route starts from outbox:alll: did you mean outbox:all?"),
                step(
                        "a sink without a route",
                        "to: outbox:lamp",
                        "6:15: no route starts from outbox:lamp: add such a route, or remove this step"),
                file(
                        "an event type of Twitch, misspelt",
                        """
                        - route:
                            id: a
                            from:
                              uri: outbox:a
                              parameters:
                                events: channel.raid,channel.folow
                                fold: follow
                              steps:
                                - log: hi
                        """,
                        "6:30: no event has the type 'channel.folow': did you mean 'channel.follow'?",
                        "7:15: no event has the type 'follow': did you mean 'channel.follow'?"),
                new Case(
                        "an event type of an own source, misspelt",
                        Map.of("sinks/a.camel.yaml", """
                                - route:
                                    id: a
                                    from:
                                      uri: outbox:a
                                      parameters:
                                        events: kofi.donaton,elsewhere.made
                                      steps:
                                        - log: hi
                                """, "kofi.camel.yaml", """
                                - route:
                                    id: kofi
                                    from:
                                      uri: platform-http:/api/sources/mine
                                      steps:
                                        - setHeader: {name: EventType, constant: kofi.donation}
                                """),
                        List.of("sinks/a.camel.yaml:6:17: no event has the type 'kofi.donaton': did you mean"
                                + " 'kofi.donation'?")),
                file(
                        "parameters of the relay's own components",
                        """
                        - route:
                            id: a
                            from:
                              uri: outbox:a
                              parameters:
                                event: channel.raid
                              steps:
                                - to: {uri: "sse:twitch", parameters: {history: 5}}
                        - routeConfiguration: {onException: [{onException: {exception: [java.io.IOException]}}]}
                        """,
                        "6:9: the component 'outbox' has no parameter 'event': did you mean 'events'?",
                        "8:48: the component 'sse' has no parameter 'history'"),
                file(
                        "values of the relay's own components",
                        """
                        - route:
                            id: a
                            from:
                              uri: outbox:a
                              parameters:
                                batch: many
                                foldWindow: soon
                              steps:
                                - to: {uri: "outbox:all", parameters: {batch: 3}}
                        - route:
                            id: b
                            from:
                              uri: twitch-eventsub:wss://example.org/ws
                              parameters:
                                sesions: 2
                              steps:
                                - to: twitch-eventsub:wss://example.org/ws
                        - routeConfiguration: {onException: [{onException: {exception: [java.io.IOException]}}]}
                        """,
                        "6:9: 'batch' is 'many', it must be a whole number",
                        "7:9: 'foldWindow' is 'soon', it must be a time such as 500, 10s or 2m",
                        "9:48: 'batch' is not for sending",
                        "13:12: the component 'twitch-eventsub' needs 'types'",
                        "15:9: the component 'twitch-eventsub' has no parameter 'sesions': did you mean 'sessions'?",
                        "17:15: the component 'twitch-eventsub' is for receiving only: name it in the 'from' of a route"),
                file(
                        "a filter with a function that jq does not have",
                        """
                        - route:
                            id: a
                            from:
                              uri: outbox:a
                              parameters:
                                filter: .data.bits | lenght > 2
                              steps:
                                - log: hi
                        """,
                        "6:30: there is no jq function 'lenght': did you mean 'length'?"),
                step(
                        "a function that jq does not have",
                        "transform: {jq: '{text: (.name | upcase)}'}",
                        "6:44: there is no jq function 'upcase': jqlang.org/manual/v1.7 lists the functions; a text needs"
                                + " quotes, and a field a dot"),
                step(
                        "a function of jq with too few arguments",
                        "transform: {jq: '.name | gsub(\"x\")'}",
                        "6:36: the jq function 'gsub' takes 2 or 3 arguments, not 1; a semicolon separates arguments"),
                step(
                        "a bean in words",
                        "setBody: {simple: '${bean:folows?method=settled}'}",
                        "6:37: there is no bean 'folows': did you mean 'follows'?"),
                step(
                        "a bean in words, with arguments",
                        "setBody: {simple: '${bean:folows?method=due(${header.a}, ${body})}'}",
                        "6:37: there is no bean 'folows': did you mean 'follows'?"),
                step(
                        "a method in words, with arguments",
                        "setBody: {simple: '${bean:follows?method=emited(${body})}'}",
                        "6:52: the bean 'follows' has no method 'emited': did you mean 'emitted'?"),
                step(
                        "a method in words",
                        "setBody: {simple: '${bean:follows?method=setled}'}",
                        "6:52: the bean 'follows' has no method 'setled': did you mean 'settled'?"),
                step(
                        "a method with too few arguments",
                        "bean: {ref: follows, method: 'due(${body})'}",
                        "6:41: the method 'due' of the bean 'follows' takes 2 arguments, not 1"),
                step(
                        "a bean of a step",
                        "bean: {ref: chanelStats, method: current}",
                        "6:23: there is no bean 'chanelStats': did you mean 'channelStats'?"),
                step(
                        "a method of a step",
                        "bean: {ref: channelStats, method: curent}",
                        "6:45: the bean 'channelStats' has no method 'curent': did you mean 'current'?"),
                step(
                        "a bean of a call",
                        "to: {uri: 'https://example.org/x', parameters: {httpClientConfigurer: '#sink'}}",
                        "6:83: there is no bean 'sink': did you mean 'sinks'?"),
                step(
                        "a strategy that is no bean",
                        "multicast: {aggregationStrategy: '#useOrignal', steps: [{log: hi}]}",
                        "6:46: there is no bean 'useOrignal': did you mean 'useOriginal'?"),
                step(
                        "a strategy that is no class",
                        "multicast: {aggregationStrategy: '#class:org.example.Nothing', steps: [{log: hi}]}",
                        "6:44: there is no class 'org.example.Nothing': write its whole name, such as"
                                + " java.io.IOException"),
                step(
                        "an exception that is no class",
                        "doTry: {steps: [{log: hi}], doCatch: [{exception: [java.lang.Excepton], steps: [{log: no}]}]}",
                        "6:62: there is no class 'java.lang.Excepton': did you mean 'java.lang.Exception'?"),
                step(
                        "a class that is no exception",
                        "throwException: {exceptionType: java.lang.String, message: no}",
                        "6:43: 'java.lang.String' is no exception: name one, such as java.io.IOException"),
                file(
                        "a route configuration, misspelt",
                        """
                        - routeConfiguration:
                            id: poll
                        - route:
                            id: a
                            routeConfigurationId: pol
                            from:
                              uri: timer:a
                              steps:
                                - log: hi
                        """,
                        "5:27: there is no route configuration 'pol': did you mean 'poll'?"),
                step(
                        "an option that HTTP does not have",
                        "to: {uri: 'https://example.org/x', parameters: {bearer: true}}",
                        "6:59: the component 'https' has no parameter 'bearer', so 'bearer=…' would become a part of the"
                                + " address: remove it, or write it into the header CamelHttpQuery"),
                file(
                        "a method that HTTP does not have",
                        """
                        - route:
                            id: a
                            from:
                              uri: platform-http:/api/sources/mine
                              parameters:
                                httpMethodRestrict: GET,PSOT
                              steps:
                                - setBody: {constant: hi}
                        """,
                        "6:33: there is no HTTP method 'PSOT': write for example POST"),
                source(
                        "the address of the dashboard",
                        "platform-http:/",
                        "4:12: the relay itself serves /: give this route another path, such as"
                                + " platform-http:/api/sources/mine"),
                source(
                        "an address of the relay",
                        "platform-http:/api/status",
                        "4:12: the relay itself serves /api/status: give this route another path, such as"
                                + " platform-http:/api/sources/mine"),
                source(
                        "the address of a script",
                        "platform-http:/twitch-stream.js",
                        "4:12: the relay itself serves /twitch-stream.js: give this route another path, such as"
                                + " platform-http:/api/sources/mine"),
                source(
                        "a variable in the place of every page",
                        "platform-http:/{page}",
                        "4:12: the relay itself serves /{page}: give this route another path, such as"
                                + " platform-http:/api/sources/mine"),
                source(
                        "a path that makes a proxy of the route",
                        "platform-http:proxy",
                        "4:12: the path 'proxy' has to begin with a slash: write platform-http:/proxy"),
                new Case(
                        "two routes of one sink",
                        Map.of(
                                "sinks/lamp.camel.yaml", sink("lamp", "lamp"),
                                "sinks/copy.camel.yaml", sink("copy", "lamp")),
                        List.of(
                                "sinks/copy.camel.yaml:2:5: the route 'lamp' in sinks/lamp.camel.yaml:2 starts from"
                                        + " outbox:lamp, too: let the route 'copy' start from an outbox of its own, such"
                                        + " as outbox:copy, because a sink has one route",
                                "sinks/lamp.camel.yaml:2:5: the route 'copy' in sinks/copy.camel.yaml:2 starts from"
                                        + " outbox:lamp, too: let the route 'copy' start from an outbox of its own, such"
                                        + " as outbox:copy, because a sink has one route")),
                file(
                        "a circle of calls",
                        """
                        - route: {id: a, from: {uri: direct:a, steps: [{to: direct:b}]}}
                        - route: {id: b, from: {uri: direct:b, steps: [{multicast: {steps: [{to: direct:a}]}}]}}
                        - route: {id: c, from: {uri: direct:c, steps: [{filter: {jq: .next, steps: [{to: direct:c}]}}]}}
                        """,
                        "2:74: the routes call each other in a circle without end: direct:a, direct:b, direct:a; remove"
                                + " this step, or put it under a condition"),
                step(
                        "an address from a message",
                        "setHeader: {name: CamelHttpUri, jq: .url}",
                        "6:29: the header CamelHttpUri would lead the request, with its authorization, to an address from"
                                + " the message: write the address into the 'uri' of the step"),
                step(
                        "a redirect of an authorized call",
                        "to: {uri: 'https://example.org/x', parameters: {httpClientConfigurer: '#helix',"
                                + " followRedirects: true}}",
                        "6:108: followRedirects would send the authorization of this call to whatever address the answer"
                                + " names: remove it, and write the final address"),
                new Case(
                        "names that the relay does not run",
                        Map.of(
                                "wrongname.yaml", "- route:\n    id: a\n    from:\n      uri: timer:a\n",
                                "sinks/lamp.camel.yml", "- route: {id: lamp, from: {uri: outbox:lamp}}\n",
                                "lamp-sink.kamelet.yml", "apiVersion: camel.apache.org/v1\nkind: Kamelet\n",
                                "old.xml", "<routes xmlns=\"http://camel.apache.org/schema/spring\"/>\n",
                                "Mine.JAVA", "public class Mine extends RouteBuilder {}\n",
                                "notes.yaml", "from: me\nroute: along the river\n",
                                "kustomization.yaml", "resources:\n  - route:\n"),
                        List.of(
                                "Mine.JAVA:1:1: this looks like a route, but the name keeps the relay from running it:"
                                        + " rename the file to Mine.java",
                                "lamp-sink.kamelet.yml:1:1: this looks like a route, but the name keeps the relay from"
                                        + " running it: rename the file to lamp-sink.kamelet.yaml",
                                "old.xml:1:1: this looks like a route, but the name keeps the relay from running it:"
                                        + " rename the file to old.camel.xml",
                                "sinks/lamp.camel.yml:1:1: this looks like a route, but the name keeps the relay from"
                                        + " running it: rename the file to sinks/lamp.camel.yaml",
                                "wrongname.yaml:1:1: this looks like a route, but the name keeps the relay from running"
                                        + " it: rename the file to wrongname.camel.yaml")));
    }

    private static String sink(String id, String outbox) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: outbox:" + outbox
                + "\n      steps:\n        - log: hi\n";
    }

    private List<String> check(Path routes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RouteCommands.check(RouteCommands.SETTINGS)
                .run(List.of(routes.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replace(routes + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMistakeIsToldWithItsPlaceAndItsRemedy(Case mistake) throws IOException {
        for (Map.Entry<String, String> file : mistake.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }

        assertThat(check(folder)).containsExactlyElementsOf(mistake.told());
    }

    @Test
    void theTreatmentOfFailuresIsMissed() throws IOException {
        FolderCopy.of(Path.of("routes"), folder);
        Files.delete(folder.resolve("errors.camel.yaml"));

        assertThat(check(folder))
                .containsExactly(
                        "publish.camel.yaml:16:15: no route configuration without an id treats failures of this"
                                + " route: bring errors.camel.yaml back");
    }
}
