package dev.twitchrelay.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.outbox.WebhookSignature;
import dev.twitchrelay.support.RouteCommands;
import dev.twitchrelay.support.RunningRelay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a relay accepts and writes, {@code routes check} and {@code routes test} accept and write as well. */
class RouteVocabularyIT {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("twitch.client-id", "abc"),
            Map.entry("twitch.eventsub.url", "ws://127.0.0.1:1/ws"),
            Map.entry("twitch.api.url", "http://127.0.0.1:1/helix"),
            Map.entry("twitch.auth.url", "http://127.0.0.1:1/oauth2"),
            Map.entry("sinks.webhook.secret", "s3cret"),
            Map.entry("sinks.mqtt.broker-url", "tcp://broker.example:1883"),
            Map.entry("sinks.mqtt.user-name", "lamp"),
            Map.entry("camel.component.seda.queue-size", "17"),
            Map.entry("camel.component.http.response-timeout", "7000"),
            Map.entry("camel.component.paho-mqtt5.keep-alive-interval", "11"),
            Map.entry("camel.component.log.nothing", "1"),
            Map.entry("camel.main.stream-caching-enabled", "false"),
            Map.entry("camel.main.case-insensitive-headers", "false"));

    /** Steps by the name of their file; some are in order, some are not. */
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("own-bean", "bean: {ref: accounts, method: current}"),
            Map.entry("no-method", "bean: {ref: accounts, method: nothing}"),
            Map.entry("settled", "bean: {ref: follows, method: settledUntil}"),
            Map.entry(
                    "repository",
                    "idempotentConsumer: {constant: x, idempotentRepository: '#told', steps: [{setBody: {constant: 1}}]}"),
            Map.entry(
                    "no-repository",
                    "idempotentConsumer: {constant: x, idempotentRepository: '#no', steps: [{setBody: {constant: 1}}]}"),
            Map.entry("wiring", "bean: {ref: clock, method: instant}"),
            Map.entry("hub", "bean: {ref: twitchHub, method: clients}"),
            Map.entry("wiring-in-words", "setBody: {simple: '${bean:outboxOfSinks?method=statuses}'}"),
            Map.entry("wiring-as-endpoint", "to: 'bean:clock?method=instant'"),
            Map.entry("wiring-as-expression", "setBody: {method: {ref: storage, method: problems}}"),
            Map.entry("processor", "process: {ref: routeFiles}"),
            Map.entry("nobody", "bean: {ref: nobody, method: x}"),
            Map.entry("configurer", "to: {uri: 'https://example.org/x', parameters: {httpClientConfigurer: '#sinks'}}"),
            Map.entry("no-configurer", "to: {uri: 'https://example.org/x', parameters: {httpClientConfigurer: '#no'}}"),
            Map.entry(
                    "strategy", "multicast: {aggregationStrategy: '#useOriginal', steps: [{setBody: {constant: 1}}]}"),
            Map.entry("mapper", "marshal: {json: {objectMapper: '#objectMapper'}}"),
            Map.entry("no-format", "marshal: {csv: {}}"),
            Map.entry("no-library", "marshal: {json: {library: Gson}}"),
            Map.entry("spel", "setBody: {language: {language: spel, expression: '#{1 + 1}'}}"),
            Map.entry("no-language", "setBody: {groovy: 'x'}"),
            Map.entry("component-setting", "to: 'log:x'"),
            Map.entry("other-stream", "to: 'sse:other'"),
            Map.entry("no-sink", "to: 'outbox:No_Name'"),
            Map.entry("placeholder", "setBody: {constant: '{{sinks.mqtt.user-name}}'}"),
            Map.entry("no-placeholder", "setBody: {constant: '{{sinks.nobody.url}}'}"),
            Map.entry("variable", "setBody: {constant: '{{env:NOBODY_SETS_THIS}}'}"));

    private static final String JSON =
            "{\"viewers\":1.10,\"big\":12345678901234567890.5,\"small\":1E-7,\"name\":\"a🎈 </x> é\",\"none\":null}";

    /** What the route {@code written} does with its message, one header for each way. */
    private static final Map<String, String> WRITTEN = Map.of(
            "tree", "{transform: {jq: .}}, {marshal: {json: {}}}",
            "map", "{unmarshal: {json: {}}}, {marshal: {json: {}}}",
            "pretty", "{transform: {jq: .}}, {marshal: {json: {prettyPrint: true}}}",
            "text", "{transform: {jq: '.name'}}",
            "sum", "{transform: {jq: '.viewers * 3'}}",
            "currency", "{setBody: {constant: CHF}}, {convertBodyTo: {type: java.util.Currency}}",
            "header", "{setHeader: {name: Mixed, constant: 1}}, {setBody: {simple: 'is ${header.mixed}'}}");

    @TempDir
    static Path folder;

    private static RunningRelay relay;

    @BeforeAll
    static void start() throws IOException {
        for (Map.Entry<String, String> step : STEPS.entrySet()) {
            write(step.getKey(), "- " + step.getValue());
        }
        for (Map.Entry<String, String> way : WRITTEN.entrySet()) {
            write("written-" + way.getKey(), "- pipeline: {steps: [" + way.getValue() + "]}");
        }
        // a folder whose messages reach the stream needs a treatment of failures
        Files.copy(Path.of("routes/errors.camel.yaml"), folder.resolve("errors.camel.yaml"));
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("relay.routes", folder.toString());
        relay = RunningRelay.start(settings);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> relay.bean(LiveRoutes.class).files().size() == STEPS.size() + WRITTEN.size() + 1);
    }

    private static void write(String id, String steps) throws IOException {
        Files.writeString(
                folder.resolve(id + ".camel.yaml"),
                "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n        %s\n"
                        .formatted(id, id, steps));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static CamelContext live() {
        return relay.bean(CamelContext.class);
    }

    @Test
    void everyNameStandsForTheSameClassWithTheSameSettings() throws IOException {
        RouteVocabulary vocabulary = RouteCommands.vocabulary(SETTINGS);
        try (DefaultCamelContext scratch = vocabulary.newContext()) {
            Registry offline = scratch.getRegistry();
            assertThat(vocabulary.beans()).isNotEmpty().allSatisfy(name -> assertThat(offline.lookupByName(name))
                    .hasSameClassAs(live().getRegistry().lookupByName(name)));
            // master: is there in a cluster only
            assertThat(vocabulary.components())
                    .filteredOn(name -> !name.equals("master"))
                    .allSatisfy(
                            name -> assertThat(scratch.getComponent(name)).hasSameClassAs(live().getComponent(name)));
            assertThat(configuration(scratch)).isEqualTo(configuration(live()));
        }
    }

    private static Map<String, Object> configuration(CamelContext camel) {
        PahoMqtt5Configuration mqtt =
                camel.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration();
        JacksonDataFormat json = (JacksonDataFormat) camel.resolveDataFormat("jackson");
        return Map.ofEntries(
                Map.entry(
                        "queue", camel.getComponent("seda", SedaComponent.class).getQueueSize()),
                Map.entry(
                        "timeout",
                        camel.getComponent("http", HttpComponent.class).getResponseTimeout()),
                Map.entry(
                        "proxies",
                        camel.getComponent("http", HttpComponent.class).getHttpClientConfigurer() != null),
                Map.entry(
                        "broker",
                        List.of(
                                mqtt.getBrokerUrl(),
                                mqtt.getUserName(),
                                mqtt.getKeepAliveInterval(),
                                mqtt.getMaxReconnectDelay())),
                Map.entry("json", written(json)),
                Map.entry("caching", camel.isStreamCaching()),
                Map.entry("case", camel.isCaseInsensitiveHeaders()),
                Map.entry(
                        "signature",
                        camel.getRegistry()
                                .lookupByNameAndType("webhookSignature", WebhookSignature.class)
                                .sign("sinks.webhook.secret", "id", "1", "body")));
    }

    private static String written(JacksonDataFormat format) {
        try {
            return format.getObjectMapper()
                    .writeValueAsString(format.getObjectMapper().readTree(JSON));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheRelayRefusesTheCheckRefusesInTheSameWordsAndNothingElse() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RouteCommands.check(SETTINGS)
                .run(List.of(folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(comparable(out.toString(StandardCharsets.UTF_8).lines()))
                .containsExactlyElementsOf(comparable(
                        relay.bean(LiveRoutes.class).files().stream().flatMap(file -> file.problems().stream())));
    }

    private static List<String> comparable(Stream<String> problems) {
        return problems.map(problem -> problem.replace(folder + "/", "").replaceAll("@[0-9a-f]+", ""))
                .sorted()
                .toList();
    }

    @Test
    void whatTheRelayWritesATestSeesToTheByte() throws IOException {
        Path tests = Files.createDirectories(folder.resolve("tests"));
        for (String way : WRITTEN.keySet()) {
            String route = "written-" + way;
            String relays = live().createProducerTemplate().requestBody("direct:" + route, JSON, String.class);
            Files.writeString(
                    folder.resolve(route + ".camel.yaml"),
                    Files.readString(folder.resolve(route + ".camel.yaml"))
                            + "        - setHeader: {name: written, simple: '${bodyAs(String)}'}\n");
            Files.writeString(
                    tests.resolve(route + ".test.yaml"),
                    "- {test: %s, route: %s, input: {body: '%s'}, expect: [], reply: {headers: {written: %s}}}\n"
                            .formatted(way, route, JSON, RouteVocabulary.json().writeValueAsString(relays)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int exit = RouteCommands.test(SETTINGS)
                .run(List.of(folder.toString()), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(exit).as("%s", out.toString(StandardCharsets.UTF_8)).isZero();
    }
}
