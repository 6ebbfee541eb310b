package dev.twitchrelay.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twitchrelay.kit.Suggestion;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * One test of {@code routes/tests/*.test.yaml}, which {@link RouteTestRun} runs. Immutable.
 *
 * @param file relative to the folder of routes
 * @param routes the ids of the routes that run; the first route gets the input
 * @param settings the settings that this test brings
 * @param input {@code body} or {@code notification}, and {@code headers}
 * @param answers the answers of replaced endpoints, each with the end of an address in {@code to}
 * @param expect all messages that leave the routes, in this order
 * @param reply the answer to the sender, or a missing node if the test does not look at it
 */
public record RouteTest(
        String file,
        int line,
        String name,
        List<String> routes,
        Map<String, String> settings,
        JsonNode input,
        JsonNode answers,
        JsonNode expect,
        JsonNode reply) {
    private static final ObjectMapper JSON = RouteVocabulary.json();
    /** YAML's key that brings in another mapping. */
    private static final String MERGE = "<<";

    /** The same keys are in {@code routes/schema/routeTest.json}, for editors. */
    static final Set<String> KEYS =
            Set.of("test", "route", "routes", "settings", "input", "answers", "expect", "reply");

    /** The keys below these keys. A misspelt key of an expectation would expect nothing. */
    static final Map<String, Set<String>> INNER_KEYS = Map.of(
            "input", Set.of("notification", "event", "body", "headers"),
            "answers", Set.of("to", "status", "body"),
            "expect", Set.of("to", "method", "query", "headers", "body", "contains"),
            "reply", Set.of("headers", "body", "contains"));

    /**
     * The tests of a folder of routes.
     *
     * @throws IOException if a file cannot be read, or is no list of tests; the message names the place and the reason
     */
    public static List<RouteTest> in(Path folder) throws IOException {
        List<RouteTest> tests = new ArrayList<>();
        if (Files.isDirectory(folder.resolve("tests"))) {
            try (Stream<Path> files = Files.list(folder.resolve("tests"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".test.yaml"))
                        .sorted()
                        .toList()) {
                    tests.addAll(read("tests/" + file.getFileName(), Files.readAllBytes(file)));
                }
            }
        }
        return tests;
    }

    static List<RouteTest> read(String file, byte[] bytes) throws IOException {
        try {
            YamlNode root = YamlNode.read(file, bytes);
            JsonNode tests = json(root, bytes);
            List<RouteTest> all = new ArrayList<>();
            for (YamlNode node : root.elements()) {
                all.add(test(node, tests.get(all.size())));
            }
            if (all.isEmpty()) {
                throw new RejectedFileException(root.problem(
                        "a file of tests is a list: begin each test with '- test:' and a sentence about it"));
            }
            return all;
        } catch (RejectedFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static JsonNode json(YamlNode root, byte[] bytes) throws RejectedFileException {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new ExactNumbers()).build();
            return JSON.valueToTree(new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8)));
        } catch (YamlEngineException e) {
            throw new RejectedFileException(CamelFailure.problem(root, e));
        }
    }

    private static void check(YamlNode mapping, String name, Set<String> keys) throws RejectedFileException {
        for (YamlNode value : mapping.values()) {
            if (!keys.contains(value.name()) && !value.name().equals(MERGE)) {
                throw new RejectedFileException(value.keyProblem(name + " has no '" + value.name() + "': "
                        + Suggestion.or(value.name(), keys, "it has " + String.join(", ", new TreeSet<>(keys)))));
            }
        }
    }

    private static RouteTest test(YamlNode node, JsonNode test) throws RejectedFileException {
        check(node, "a test", KEYS);
        for (YamlNode value : node.values()) {
            Set<String> keys = INNER_KEYS.get(value.name());
            if (keys != null) {
                check(value, "'" + value.name() + "'", keys);
                for (YamlNode element : value.elements()) {
                    check(element, "'" + value.name() + "'", keys);
                }
            }
        }
        List<String> routes = new ArrayList<>();
        if (test.has("route")) {
            routes.add(test.path("route").asText());
        }
        test.path("routes").forEach(route -> routes.add(route.asText()));
        if (!test.has("test") || routes.isEmpty() || !test.has("expect")) {
            throw new RejectedFileException(
                    node.problem("a test needs 'test' (a sentence about it), 'route' (an id) and 'expect' (a list)"));
        }
        Map<String, String> settings = new TreeMap<>();
        test.path("settings")
                .fields()
                .forEachRemaining(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        return new RouteTest(
                node.file(),
                node.line(),
                test.path("test").asText(),
                List.copyOf(routes),
                settings,
                test.has("input") ? test.path("input") : JsonNodeFactory.instance.objectNode(),
                test.path("answers"),
                test.path("expect"),
                test.path("reply"));
    }

    /** Makes decimals of numbers. YAML's reader makes doubles, which keep 17 digits only. */
    private static final class ExactNumbers extends JsonSchema {
        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            Map<Tag, ConstructNode> all = new HashMap<>(super.getSchemaTagConstructors());
            ConstructNode inexact = all.get(Tag.FLOAT);
            all.put(Tag.FLOAT, node -> {
                String text = ((ScalarNode) node).getValue();
                return text.endsWith("inf") || text.endsWith("nan") ? inexact.construct(node) : new BigDecimal(text);
            });
            return all;
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + name;
    }
}
