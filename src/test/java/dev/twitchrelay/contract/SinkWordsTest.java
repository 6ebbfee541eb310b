package dev.twitchrelay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.contract.Payloads.Payload;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.support.OutsideTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What each sink says of each event: the jq of the shipped routes and Kamelets, run on events of every type. */
class SinkWordsTest {
    private static final Path WORDS = Path.of("routes/kamelets/event-words-action.kamelet.yaml");
    private static final Scope SCOPE = scope();
    private static final JsonQuery SENTENCE = jq(WORDS).get(0);
    private static final List<JsonQuery> DISCORD = Stream.of(
                    jq(Path.of("routes/kamelets/discord-escape-action.kamelet.yaml")),
                    jq(Path.of("routes/sinks/discord.camel.yaml")),
                    jq(Path.of("routes/kamelets/discord-sink.kamelet.yaml")))
            .flatMap(List::stream)
            .toList();
    private static final List<JsonQuery> SLACK = Stream.of(
                    jq(Path.of("routes/sinks/slack.camel.yaml")),
                    jq(Path.of("routes/kamelets/slack-webhook-sink.kamelet.yaml")))
            .flatMap(List::stream)
            .toList();
    private static final List<JsonQuery> TELEGRAM = Stream.of(
                    jq(Path.of("routes/sinks/telegram.camel.yaml")),
                    jq(Path.of("routes/kamelets/telegram-bot-sink.kamelet.yaml")))
            .flatMap(List::stream)
            .toList();
    /** The route has one text for raids and one for all other events. */
    private static final JsonQuery CHAT =
            jq(Path.of("routes/sinks/chat.camel.yaml")).get(1);

    private static final JsonQuery LOG =
            jq(Path.of("routes/sinks/log.camel.yaml")).get(0);

    /** The dashboard has other words for these: its own, which are those of alerts. */
    private static final Set<String> TOLD_ANOTHER_WAY = Set.of(
            "channel.follow",
            "channel.subscribe",
            "channel.subscription.gift",
            "channel.subscription.message",
            "channel.cheer",
            "channel.raid",
            "stream.online",
            "stream.offline");

    private static final String DESCRIBE = """
            import { readFileSync } from 'node:fs';
            const { describeAnyEvent } = await import(process.argv[1]);
            const lines = readFileSync(process.argv[2], 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
            for (const { event, data } of lines) console.log(JSON.stringify(describeAnyEvent(event, data)));
            """;

    static List<Payload> all() {
        return Stream.of(Payloads.all(), ofOtherSources()).flatMap(List::stream).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void everySinkSaysASentenceInPlainWords(Payload payload) throws IOException {
        JsonNode message = run(SENTENCE, message(payload));

        String discord = run(DISCORD, JsonNodeFactory.instance.arrayNode().add(message))
                .at("/embeds/0")
                .toString();
        JsonNode embed = JsonMappers.PLAIN.readTree(discord);
        for (String told : List.of(
                message.at("/words/line").asText(),
                embed.path("description").asText(embed.path("title").asText()),
                run(SLACK, message).path("text").asText(),
                run(TELEGRAM, message).path("text").asText(),
                run(CHAT, message).asText(),
                run(LOG, message).asText())) {
            assertThat(told)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(4096)
                    .doesNotContainPattern("\\bnull\\b|undefined|[{}]");
        }
    }

    @Test
    void eachOfTwitchsTypesHasASentence() throws IOException {
        for (String type : EventCatalog.read().types().keySet()) {
            String words = type.replaceFirst("^channel[.]", "").replaceAll("[._]+", " ");
            JsonNode message = message(new Payload(type, "empty", JsonNodeFactory.instance.objectNode()));

            assertThat(run(SENTENCE, message).at("/words/text").asText())
                    .as(type)
                    .isNotEqualToIgnoringCase(words);
        }
    }

    /** An event type without a sentence: a type of another source, or a type that is newer than the relay. */
    static List<Payload> ofOtherSources() {
        return Stream.of(
                        "{\"user_name\":\"Ada\",\"text\":\"gave 3.00 EUR on Ko-fi\",\"message\":\"Good luck!\",\"amount\":\"3.00\"}",
                        "{\"user_name\":\"Ada\",\"amount\":12.5,\"currency\":\"EUR\"}",
                        "{\"user_login\":\"ada\",\"amount\":\"12\"}",
                        "{\"message\":\"Rain!\"}",
                        "{\"text\":\"It rains in Kyōto\",\"message\":{\"text\":\"x\"}}",
                        "{\"user_name\":null,\"text\":\" \",\"amount\":null}",
                        "{}")
                .map(data -> new Payload("shop.big_order", data, ContractFiles.json(data)))
                .toList();
    }

    @Test
    void anEventOfAnotherSourceIsToldByItsOwnWords() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Payload payload : ofOtherSources()) {
            lines.add(run(SENTENCE, message(payload)).at("/words/line").asText());
        }

        assertThat(lines)
                .containsExactly(
                        "Ada gave 3.00 EUR on Ko-fi: Good luck!",
                        "Ada · shop big order, 12.5 EUR",
                        "ada · shop big order, 12",
                        "Shop big order: Rain!",
                        "It rains in Kyōto",
                        "Shop big order",
                        "Shop big order");
    }

    @Test
    void theSinksAndTheDashboardHaveTheSameWords(@TempDir Path folder) throws IOException, InterruptedException {
        List<JsonNode> messages = Stream.of(Payloads.samples(), Payloads.odd(), Payloads.reduced(), ofOtherSources())
                .flatMap(List::stream)
                .filter(payload -> !TOLD_ANOTHER_WAY.contains(payload.type()))
                .<JsonNode>map(SinkWordsTest::message)
                .toList();
        Path file = Files.write(
                folder.resolve("messages.jsonl"),
                messages.stream().map(JsonNode::toString).toList());
        String module =
                Path.of("src/main/resources/static/words/sentences.js").toUri().toString();

        List<String> dashboard = OutsideTool.run(List.of(
                        "node", "--no-warnings", "--input-type=module", "-e", DESCRIBE, module, file.toString()))
                .lines()
                .toList();

        assertThat(dashboard).hasSameSizeAs(messages).hasSizeGreaterThan(150);
        for (int i = 0; i < messages.size(); i++) {
            JsonNode here = ContractFiles.json(dashboard.get(i));
            JsonNode there = run(SENTENCE, messages.get(i)).path("words");
            assertThat(List.of(here.get("who"), here.get("message"), comparable(here.get("text"))))
                    .as("%s", messages.get(i))
                    .isEqualTo(List.of(there.get("who"), there.get("wrote"), comparable(there.get("text"))));
        }
    }

    /** The dashboard writes 1,234, and it rounds numbers beyond the reach of JavaScript. */
    private static String comparable(JsonNode text) {
        return text.asText().replaceAll("(?<=\\d),(?=\\d{3})", "").replaceAll("\\d{16,}", "many");
    }

    private static ObjectNode message(Payload payload) {
        ObjectNode message =
                JsonNodeFactory.instance.objectNode().put("type", "event").put("event", payload.type());
        return message.set("data", payload.event());
    }

    private static JsonNode run(List<JsonQuery> queries, JsonNode input) throws IOException {
        JsonNode value = input;
        for (JsonQuery query : queries) {
            value = run(query, value);
        }
        return value;
    }

    private static JsonNode run(JsonQuery query, JsonNode input) throws IOException {
        List<JsonNode> output = new ArrayList<>();
        query.apply(SCOPE, input, output::add);
        assertThat(output).hasSize(1);
        return output.get(0);
    }

    private static Scope scope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return scope;
    }

    /** The programs of the steps {@code transform}, in the order of the file. */
    private static List<JsonQuery> jq(Path file) {
        List<JsonQuery> found = new ArrayList<>();
        collect(new Yaml().load(ContractFiles.read(file)), found);
        return found;
    }

    private static void collect(Object part, List<JsonQuery> found) {
        if (part instanceof Map<?, ?> map) {
            if (map.get("transform") instanceof Map<?, ?> transform && transform.get("jq") instanceof String program) {
                try {
                    found.add(JsonQuery.compile(program, Versions.JQ_1_6));
                } catch (IOException e) {
                    throw new UncheckedIOException(program, e);
                }
            }
            map.values().forEach(value -> collect(value, found));
        } else if (part instanceof List<?> list) {
            list.forEach(item -> collect(item, found));
        }
    }
}
