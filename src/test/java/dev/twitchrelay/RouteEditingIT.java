package dev.twitchrelay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.EventStreamRecorder;
import dev.twitchrelay.support.RouteFolderFixture;
import dev.twitchrelay.support.RunningRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Route files in YAML, XML and Java are edited while 100 events/s flow to 20 clients: nobody notices. Good edits and each way to
 * spoil a file take turns; {@code -Drelay.edits=200} edits as often.
 */
class RouteEditingIT {
    private static final int EDITS = Integer.getInteger("relay.edits", 2 * Breakage.values().length);
    private static final int CLIENTS = 20;
    private static final int EVENTS_PER_SECOND = 100;
    private static final Duration PATIENCE = ofSeconds(60);
    /** An odd number, so that good and bad edits, which take turns, come to each of them. */
    private static final List<String> FILES = List.of(
            "normalizer.camel.yaml", "publish.camel.xml", "stats.camel.yaml", "Stamp.java", "eventsub.camel.yaml");

    /** In the place of the shipped route in YAML. */
    private static final String PUBLISH = """
            <routes xmlns="http://camel.apache.org/schema/spring">
              <route id="publish">
                <from uri="direct:publish"/>
                <setHeader name="CamelSseType"><simple>${header.EventKind}</simple></setHeader>
                <setHeader name="CamelSseName"><simple>${header.EventType}</simple></setHeader>
                <transform><jq>. + {xml: "shipped"}</jq></transform>
                <to uri="direct:stamp"/>
                <to uri="sse:twitch"/>
                <setHeader name="MessageId"><simple>${header.CamelSseId}</simple></setHeader>
                <to uri="outbox:all"/>
              </route>
            </routes>
            """;

    private static final String STAMP = """
            import org.apache.camel.builder.RouteBuilder;

            public class Stamp extends RouteBuilder {
                @Override
                public void configure() {
                    from("direct:stamp").routeId("stamp")
                        .transform().jq(". + {java: \\"shipped\\"}")
                        .marshal().json();
                }
            }
            """;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("relay.edits.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, String> shipped = new HashMap<>();
    private final Map<String, String> lastGood = new HashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private ScheduledExecutorService twitchWrites;
    private TwitchSimulator twitch;
    private RunningRelay relay;
    private RouteFolderFixture routes;

    @BeforeEach
    void startTwitch() {
        twitch = TwitchSimulator.start(SimulatorOptions.defaults()
                .withScopes(
                        "moderator:read:followers",
                        "channel:read:subscriptions",
                        "bits:read",
                        "channel:read:hype_train"));
        twitchWrites = Executors.newSingleThreadScheduledExecutor();
    }

    private void start(RouteFolderFixture fixture, String... settings) {
        routes = fixture;
        routes.delete("publish.camel.yaml");
        routes.write("publish.camel.xml", PUBLISH);
        routes.write("Stamp.java", STAMP);
        Map<String, Object> all = RunningRelay.settingsWithToken(twitch, (Object[]) settings);
        all.put("relay.routes", folder);
        all.put("relay.admin-token", "let-me-in-for-this-test");
        all.put("twitch.poll-interval", "1s");
        relay = RunningRelay.start(all);
        twitch.seen().awaitSubscribed(PATIENCE, "channel.follow", "channel.raid", "stream.offline");
        for (String file : FILES) {
            shipped.put(file, routes.text(file));
            lastGood.put(file, file(file).path("version").asText());
        }
    }

    @AfterEach
    void stop() {
        twitchWrites.shutdownNow();
        if (relay != null) {
            relay.close();
        }
        twitch.close();
    }

    @Test
    void nobodyNoticesEditsOfTheWorkingCopy() {
        start(RouteFolderFixture.workingCopy(folder));

        editWhileEventsFlow(EDITS);
    }

    /** Half as often, because only the way of a file into the folder is another. */
    @Test
    void nobodyNoticesSwapsOfAConfigMap() {
        start(RouteFolderFixture.configMap(folder));

        editWhileEventsFlow(EDITS / 2);
    }

    @Test
    void anEditIsLiveWithoutARestart() {
        start(RouteFolderFixture.workingCopy(folder));
        simulate();

        Map.of("yaml", "normalizer.camel.yaml", "xml", "publish.camel.xml", "java", "Stamp.java")
                .forEach((mark, file) -> {
                    List<Long> taken = IntStream.range(0, 5)
                            .mapToObj(i -> millisUntilLive(file, mark, "edit" + i))
                            .toList();
                    // told, not judged: another program's work would decide
                    System.getLogger("RouteEditingIT")
                            .log(System.Logger.Level.ERROR, file + ", edit saved to first message, ms: " + taken);
                    assertThat(file(file).path("state").asText()).isEqualTo("running");
                });
    }

    private long millisUntilLive(String file, String mark, String value) {
        long saved = System.nanoTime();
        routes.write(file, marked(file, value));
        await().pollInterval(ofMillis(20)).atMost(PATIENCE).until(() -> {
            simulate();
            return latest(mark).equals(value);
        });
        return (System.nanoTime() - saved) / 1_000_000;
    }

    @Test
    void aRouteThatFailsOnItsFirstMessagesIsRolledBack() {
        start(RouteFolderFixture.workingCopy(folder));
        String good = lastGood.get("normalizer.camel.yaml");
        routes.write(
                "normalizer.camel.yaml",
                shipped.get("normalizer.camel.yaml").replace("data: .payload.event}", "data: (1 | error(\"no\"))}"));
        await().atMost(PATIENCE)
                .until(() ->
                        !file("normalizer.camel.yaml").path("version").asText().equals(good));

        await().atMost(PATIENCE).until(() -> {
            simulate();
            return file("normalizer.camel.yaml").path("state").asText().equals("rolled back");
        });

        assertThat(file("normalizer.camel.yaml").path("version").asText()).isEqualTo(good);
        assertThat(simulate()).isEqualTo(202);
    }

    @Test
    void aBadFileAtStartDoesNotTakeTheOthersDown() {
        RouteFolderFixture fixture = RouteFolderFixture.workingCopy(folder);
        fixture.write("extra.camel.yaml", "- route: {id: extra, from: {uri: nosuch:thing, steps: [{log: hi}]}}\n");

        start(fixture);

        assertThat(file("extra.camel.yaml").path("state").asText()).isEqualTo("not running");
        assertThat(file("extra.camel.yaml").path("problems").path(0).asText())
                .startsWith("extra.camel.yaml:1:")
                .contains("unknown component 'nosuch'");
        assertThat(simulate()).isEqualTo(202);
    }

    @Test
    void aFileThatNobodyNeedsEndsWithItsDeletion() {
        start(RouteFolderFixture.workingCopy(folder));

        routes.delete("simulate.camel.yaml");

        await().atMost(PATIENCE).until(() -> simulate() == 404);
    }

    @Test
    void editsOnAirWaitUntilTheyAreApplied() {
        twitch.channel().live(true);
        start(RouteFolderFixture.workingCopy(folder), "relay.routes-lock-on-air", "true");
        await().atMost(PATIENCE)
                .until(() ->
                        relay.get("/api/twitch/stats").path("data").path("live").asBoolean());
        String before = lastGood.get("normalizer.camel.yaml");

        routes.write("normalizer.camel.yaml", marked("normalizer.camel.yaml", "later"));
        await().atMost(PATIENCE)
                .until(() ->
                        file("normalizer.camel.yaml").path("state").asText().equals("staged"));
        assertThat(file("normalizer.camel.yaml").path("version").asText()).isEqualTo(before);

        relay.send("POST", relay.uri("/api/routes/apply"), "", "Authorization", "Bearer let-me-in-for-this-test");
        settled("normalizer.camel.yaml", "running");
    }

    @Test
    void aTapShowsWhatEntersAndLeavesARoute() throws Exception {
        start(RouteFolderFixture.workingCopy(folder));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (AutoCloseable tap = relay.bean(RouteStatuses.class)
                .tap(
                        "publish",
                        message ->
                                seen.add(message.direction() + message.headers().get("EventType")))) {
            simulate();
            await().atMost(PATIENCE).until(() -> seen.containsAll(List.of("inchannel.raid", "outchannel.raid")));
        }
        assertThat(relay.send("GET", relay.uri("/api/routes/publish/tap"), "").statusCode())
                .isEqualTo(401);
        assertThat(relay.send(
                                "GET",
                                relay.uri("/api/routes/nosuch/tap"),
                                "",
                                "Authorization",
                                "Bearer let-me-in-for-this-test")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aNewEventTypeIsLiveByEditingYamlAlone() {
        start(RouteFolderFixture.workingCopy(folder));
        routes.write(
                "eventsub.camel.yaml",
                shipped.get("eventsub.camel.yaml").replace("channel.raid,", "channel.raid, channel.hype_train.begin,"));
        routes.write(
                "normalizer.camel.yaml",
                shipped.get("normalizer.camel.yaml")
                        .replace("live, viewers, followers, subs}", "on_air: .live, watching: .viewers}"));
        twitch.seen().awaitSubscribed(PATIENCE, "channel.hype_train.begin");
        try (EventStreamRecorder stream = relay.stream("")) {
            twitch.notifyJson("channel.hype_train.begin", "{\"level\":2}");

            List<JsonNode> messages = new ArrayList<>();
            while (messages.stream()
                                    .map(each -> each.path("type").asText())
                                    .distinct()
                                    .count()
                            < 2
                    || messages.stream().noneMatch(each -> each.path("data").has("on_air"))) {
                messages.add(RunningRelay.json(stream.awaitMessage(PATIENCE).data()));
            }
            assertThat(messages).anyMatch(each -> each.path("event").asText().equals("channel.hype_train.begin"));
        }
    }

    private void editWhileEventsFlow(int edits) {
        int firstBreakage = random.nextInt(Breakage.values().length);
        List<EventStreamRecorder> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> relay.stream("?types=event"))
                .toList();
        twitchWrites.scheduleAtFixedRate(
                () -> twitch.notifyJson("channel.follow", "{\"n\":" + sent.getAndIncrement() + "}"),
                0,
                1_000_000 / EVENTS_PER_SECOND,
                TimeUnit.MICROSECONDS);
        int firstFile = random.nextInt(FILES.size());
        for (int edit = 0; edit < edits; edit++) {
            // short campaigns come to every file, long ones to every pair of file and breakage
            String file = FILES.get((firstFile + edit) % FILES.size());
            if (edit % 2 == 0) {
                good(file, edit);
            } else {
                Breakage breakage = Breakage.values()[(firstBreakage + edit / 2) % Breakage.values().length];
                broken(file, breakage);
            }
        }
        twitchWrites.shutdown();
        assertThat(session().path("connects").asInt()).isEqualTo(1);
        List<Integer> expected = IntStream.range(0, sent.get()).boxed().toList();
        for (EventStreamRecorder client : clients) {
            List<Integer> got = new ArrayList<>();
            while (got.size() < expected.size()) {
                got.add(RunningRelay.json(client.awaitMessage(PATIENCE).data())
                        .path("data")
                        .path("n")
                        .asInt());
            }
            assertThat(got).as("seed %d", seed).isEqualTo(expected);
            client.assertExhausted();
            client.close();
        }
    }

    private void good(String file, int edit) {
        routes.write(file, marked(file, "edit" + edit));
        settled(file, "running");
        lastGood.put(file, file(file).path("version").asText());
    }

    private void broken(String file, Breakage breakage) {
        String before = file(file).path("found").asText();
        String text = routes.textOrNull(file);
        breakage.apply(routes, file, shipped.get(file));
        if (Objects.equals(text, routes.textOrNull(file))) {
            // spoilt in this very way already
            return;
        }
        await().atMost(PATIENCE)
                .pollInterval(ofMillis(50))
                .until(() -> !file(file).path("found").asText().equals(before));
        JsonNode status = file(file);
        assertThat(status.path("state").asText())
                .as("%s of %s: %s", breakage, file, status)
                .isEqualTo("refused");
        assertThat(status.path("version").asText())
                .as("%s of %s: %s", breakage, file, status)
                .isEqualTo(lastGood.get(file));
        assertThat(status.path("problems").path(0).asText())
                .as("%s of %s", breakage, file)
                .matches("[A-Za-z]+\\.[a-z.]+:\\d+:\\d+: .+");
    }

    private void settled(String file, String state) {
        String before = lastGood.get(file);
        await().atMost(PATIENCE).pollInterval(ofMillis(50)).untilAsserted(() -> {
            JsonNode status = file(file);
            assertThat(status.path("state").asText())
                    .as("seed %d: %s", seed, status)
                    .isEqualTo(state);
            assertThat(status.path("version").asText())
                    .as("seed %d: %s", seed, status)
                    .isNotEqualTo(before);
        });
    }

    /** Another version of a shipped file that does the same. A file in the way of events leaves a mark in its messages. */
    private String marked(String file, String mark) {
        String text = shipped.get(file).replace("shipped", mark);
        return file.startsWith("normalizer")
                ? text.replace("data: .payload.event}", "data: .payload.event, yaml: \"" + mark + "\"}")
                : text.replaceFirst(
                        "(?m)^      steps:\n",
                        "      steps:\n        - log: {loggingLevel: DEBUG, message: " + mark + "}\n");
    }

    private int simulate() {
        return relay.send(
                        "POST",
                        relay.uri("/api/simulate/channel.raid"),
                        "{}",
                        "Authorization",
                        "Bearer let-me-in-for-this-test")
                .statusCode();
    }

    private String latest(String mark) {
        return relay.get("/api/twitch/events?limit=1")
                .path(0)
                .path("message")
                .path(mark)
                .asText();
    }

    private JsonNode session() {
        return relay.status().path("eventsub").path(0);
    }

    private JsonNode file(String name) {
        for (JsonNode file : relay.status().path("routeFiles")) {
            if (file.path("file").asText().equals(name)) {
                return file;
            }
        }
        throw new AssertionError("no status of " + name);
    }

    /** Ways to spoil a route file. */
    private enum Breakage {
        BAD_YAML {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, good + "  steps: [\n");
            }
        },
        UNKNOWN_COMPONENT {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, with(file, good, "spoilt", "direct:spoilt", Step.to("dirct:publish")));
            }
        },
        UNKNOWN_OPTION {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, with(file, good, "spoilt", "direct:spoilt", Step.to("log:spoilt?shawAll=true")));
            }
        },
        BAD_JQ {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                Step jq = new Step(
                        "setBody: {jq: '{a: [}'}", ".setBody().jq(\"{a: [}\")", "<setBody><jq>{a: [}</jq></setBody>");
                routes.write(file, with(file, good, "spoilt", "direct:spoilt", jq));
            }
        },
        DUPLICATE_ID {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, with(file, good, "simulate", "direct:spoilt", Step.to("log:spoilt")));
            }
        },
        DOES_NOT_START {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                String uri = "file:no-such-folder?autoCreate=false&startingDirectoryMustExist=true";
                routes.write(file, with(file, good, "spoilt", uri, Step.to("log:spoilt")));
            }
        },
        CHANNEL_OF_ANOTHER {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, with(file, good, "spoilt", "direct:totals", Step.to("log:spoilt")));
            }
        },
        DELETED {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                if (file.startsWith("eventsub")) {
                    // nobody sends to it, so that its end would be what somebody wants
                    EMPTY.apply(routes, file, good);
                } else {
                    routes.delete(file);
                }
            }
        },
        EMPTY {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, "");
            }
        },
        HALF_WRITTEN {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                routes.write(file, good.substring(0, good.lastIndexOf("direct:") + 3));
            }
        },
        BINARY {
            @Override
            void apply(RouteFolderFixture routes, String file, String good) {
                byte[] junk = new byte[500];
                new Random(good.length()).nextBytes(junk);
                routes.write(file, junk);
            }
        };

        /** @param good the file's shipped text */
        abstract void apply(RouteFolderFixture routes, String file, String good);

        /** The file with one more route, in its language. */
        private static String with(String file, String good, String id, String from, Step step) {
            if (file.endsWith(".java")) {
                String route = "from(\"%s\").routeId(\"%s\")%s;".formatted(from, id, step.java());
                return good.replace("    }\n}", route + "}}");
            }
            if (file.endsWith(".xml")) {
                String route = "<route id=\"%s\"><from uri=\"%s\"/>%s</route>"
                        .formatted(id, from.replace("&", "&amp;"), step.xml());
                return good.replace("</routes>", route + "</routes>");
            }
            return good + """
                    - route:
                        id: %s
                        from:
                          uri: %s
                          steps:
                            - %s
                    """.formatted(id, from, step.yaml());
        }

        /** One step in each language. */
        private record Step(String yaml, String java, String xml) {
            static Step to(String uri) {
                return new Step("to: " + uri, ".to(\"" + uri + "\")", "<to uri=\"" + uri + "\"/>");
            }
        }
    }
}
