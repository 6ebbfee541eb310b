package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds uses of Kamelets that are not there, and properties that they do not have or miss. */
final class KameletLint {
    private KameletLint() {}

    /**
     * @param at the URI
     * @param name the Kamelet's
     */
    static List<Problem> problems(String file, RouteSet set, Node at, String name, Node parameters) {
        List<Problem> problems = new ArrayList<>();
        Map<String, RouteFile> kamelets = new TreeMap<>();
        set.files().values().stream()
                .filter(each -> RouteFile.isKamelet(each.name()))
                .forEach(each -> kamelets.put(each.units().get(0).id(), each));
        if (name.equals("source") || name.equals("sink")) {
            return problems;
        }
        if (!kamelets.containsKey(name)) {
            report(
                    problems,
                    file,
                    at,
                    "there is no Kamelet '" + name + "'" + Suggestion.question(name, kamelets.keySet())
                            + (Suggestion.among(name, kamelets.keySet()).isEmpty()
                                    ? ": add kamelets/" + name + ".kamelet.yaml"
                                    : ""));
            return problems;
        }
        Node definition = YamlText.get(YamlText.get(kamelets.get(name).root(), "spec"), "definition");
        Set<String> properties = new TreeSet<>();
        YamlText.entries(YamlText.get(definition, "properties"))
                .forEach(property -> properties.add(YamlText.text(property.getKeyNode())));
        Set<String> given = new TreeSet<>();
        for (NodeTuple parameter : YamlText.entries(parameters)) {
            String key = YamlText.text(parameter.getKeyNode());
            given.add(key);
            if (!properties.contains(key)) {
                report(
                        problems,
                        file,
                        parameter.getKeyNode(),
                        "the Kamelet '" + name + "' has no property '" + key + "'"
                                + Suggestion.question(key, properties));
            }
        }
        for (Node required : YamlText.elements(YamlText.get(definition, "required"))) {
            if (!given.contains(YamlText.text(required)) && !YamlText.text(at).contains("?")) {
                report(
                        problems,
                        file,
                        at,
                        "the Kamelet '" + name + "' needs the parameter '" + YamlText.text(required) + "'");
            }
        }
        return problems;
    }

    private static void report(List<Problem> problems, String file, Node at, String message) {
        problems.add(YamlText.problem(file, at, message));
    }
}
