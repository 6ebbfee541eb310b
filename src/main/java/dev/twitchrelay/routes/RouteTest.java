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
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * One test of {@code routes/tests/*.test.yaml}. Immutable.
 *
 * @param file relative to the folder of routes
 * @param routes ids of the routes that run; the first gets the input
 * @param input what comes in: {@code body}, {@code headers}, or {@code notification}
 * @param answers what replaced outlets answer, each with {@code to}
 * @param expect what outlets get, in this order and nothing else
 * @param reply what the sender gets, or missing
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
    private static final Set<String> KEYS =
            Set.of("test", "route", "routes", "settings", "input", "answers", "expect", "reply");

    /**
     * The tests of a folder of routes.
     *
     * @throws IOException if a file cannot be read, or is no list of tests; the message says where and why
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
            Node root = YamlText.read(file, bytes);
            Object content = new Load(
                            LoadSettings.builder().setSchema(new ExactNumbers()).build())
                    .loadFromString(new String(bytes, StandardCharsets.UTF_8));
            JsonNode tests = JSON.valueToTree(content);
            List<Node> nodes = YamlText.elements(root);
            List<RouteTest> all = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                all.add(test(file, nodes.get(i), tests.get(i)));
            }
            if (all.isEmpty()) {
                throw new RejectedFileException(YamlText.problem(
                        file, root, "a file of tests is a list: begin each with '- test:' and what it shows"));
            }
            return all;
        } catch (RejectedFileException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static RouteTest test(String file, Node node, JsonNode test) throws RejectedFileException {
        for (String key : (Iterable<String>) test::fieldNames) {
            if (!KEYS.contains(key)) {
                throw new RejectedFileException(YamlText.problem(
                        file,
                        node,
                        "a test has no '" + key + "'"
                                + Suggestion.among(key, KEYS)
                                        .map(near -> ": did you mean '" + near + "'?")
                                        .orElse(": it has " + String.join(", ", new TreeSet<>(KEYS)))));
            }
        }
        List<String> routes = new ArrayList<>();
        if (test.has("route")) {
            routes.add(test.path("route").asText());
        }
        test.path("routes").forEach(route -> routes.add(route.asText()));
        if (!test.has("test") || routes.isEmpty() || !test.has("expect")) {
            throw new RejectedFileException(YamlText.problem(
                    file, node, "a test needs 'test' (what it shows), 'route' (an id) and 'expect' (a list)"));
        }
        Map<String, String> settings = new TreeMap<>();
        test.path("settings")
                .fields()
                .forEachRemaining(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));
        return new RouteTest(
                file,
                YamlText.line(node),
                test.path("test").asText(),
                List.copyOf(routes),
                settings,
                test.has("input") ? test.path("input") : JsonNodeFactory.instance.objectNode(),
                test.path("answers"),
                test.path("expect"),
                test.path("reply"));
    }

    /** YAML's own reader makes a double of a number, which has 17 digits. */
    private static final class ExactNumbers extends JsonSchema {
        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            Map<Tag, ConstructNode> all = new HashMap<>(super.getSchemaTagConstructors());
            ConstructNode inexact = all.get(Tag.FLOAT);
            all.put(Tag.FLOAT, node -> {
                String text = YamlText.text(node);
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
