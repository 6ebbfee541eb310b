package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Sha256;
import dev.twitchrelay.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * One version of a route file or Kamelet. Its entries are read, and nothing of it is checked yet. Immutable.
 *
 * @param name relative to the folder of routes
 * @param version a short hash of the content, as the status and the log show it
 * @param root the YAML, or the routes of a file in Java or XML in the shape of YAML
 * @param source makes the routes for one Camel context
 */
record RouteFile(String name, String version, YamlNode root, List<RouteUnit> units, Source source) {
    /** Makes Camel's builder of the routes of a file, anew for each use. */
    interface Source {
        RouteBuilder builder(CamelContext camel) throws Exception;
    }

    private static final Map<String, Kind> KINDS =
            Map.of("route", Kind.ROUTE, "routeConfiguration", Kind.CONFIGURATION, "beans", Kind.BEANS);
    /** The keys whose text is the URI of an endpoint. */
    private static final Set<String> URI_KEYS = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    /**
     * Reads a file in YAML; {@link RouteReader} reads the others.
     *
     * @param bytes null for a file that exists and cannot be read
     * @throws RejectedFileException if the file cannot be read, is no YAML, or is no list of routes
     */
    static RouteFile read(String name, byte[] bytes) throws RejectedFileException {
        if (bytes == null) {
            throw new RejectedFileException(new Problem(
                    name, 1, 1, "the file cannot be read: make it readable for the relay, and smaller than 2 MB"));
        }
        if (!isRouteFile(name)) {
            throw new RejectedFileException(new Problem(name, 1, 1, misnamed(name)));
        }
        YamlNode root = YamlNode.read(name, bytes);
        List<RouteUnit> units = isKamelet(name) ? List.of(kamelet(root)) : units(root, "");
        return new RouteFile(
                name, version(bytes), root, units, camel -> (RouteBuilder) PluginHelper.getRoutesLoader(camel)
                        .findRoutesBuilders(List.of(ResourceHelper.fromBytes("file:" + name, bytes)))
                        .iterator()
                        .next());
    }

    /**
     * A file in Java or XML. An edit of such a file exchanges all its routes, because they may share code.
     *
     * @param tree a list of entries
     */
    static RouteFile built(String name, String version, YamlNode tree, Source source) throws RejectedFileException {
        return new RouteFile(name, version, tree, units(tree, version), source);
    }

    /** Whether the relay runs files with this name. */
    static boolean isRouteFile(String name) {
        return name.endsWith(".camel.yaml") || isKamelet(name) || isBuilt(name);
    }

    /** Whether a file with this name is Java or XML. */
    static boolean isBuilt(String name) {
        return name.endsWith(".camel.xml") || name.endsWith(".java");
    }

    boolean isYaml() {
        return !isBuilt(name);
    }

    private static String misnamed(String name) {
        String stem = name.replaceFirst("(\\.(camel|kamelet))?\\.[^./]*$", "");
        String ending = name.replaceFirst("^.*\\.", "").toLowerCase(Locale.ROOT);
        return "this looks like a route, but the name keeps the relay from running it: rename the file to " + stem
                + switch (ending) {
                    case "java" -> ".java";
                    case "xml" -> ".camel.xml";
                    default -> name.contains(".kamelet.") ? ".kamelet.yaml" : ".camel.yaml";
                };
    }

    /** The name and the version. */
    String key() {
        return name + "@" + version;
    }

    boolean isKamelet() {
        return isKamelet(name);
    }

    private static boolean isKamelet(String name) {
        return name.endsWith(".kamelet.yaml");
    }

    boolean has(Kind kind) {
        return units.stream().anyMatch(unit -> unit.kind() == kind);
    }

    /** The part of a Kamelet that names its properties. */
    YamlNode definition() {
        return root.get("spec").get("definition");
    }

    /** The names of a Kamelet's properties; empty for every other file. */
    Set<String> properties() {
        return definition().get("properties").values().stream()
                .map(YamlNode::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first 8 characters of the line that {@code sha256sum} prints for the file. */
    static String version(byte[] bytes) {
        return Sha256.hex(bytes).substring(0, 8);
    }

    /** @param also a part of the content of each entry that its node does not have */
    private static List<RouteUnit> units(YamlNode root, String also) throws RejectedFileException {
        if (!root.isList()) {
            throw new RejectedFileException(
                    root.problem("a route file is a list: begin each route with '- route:' at the start of a line"));
        }
        List<RouteUnit> units = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (YamlNode element : root.elements()) {
            List<YamlNode> values = element.values();
            if (values.size() == 1 && KINDS.containsKey(values.get(0).name())) {
                units.add(unit(KINDS.get(values.get(0).name()), values.get(0), also));
            } else {
                problems.add(element.problem(
                        unknown(values) + "; entries are '- route:', '- routeConfiguration:' and '- beans:'"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RejectedFileException(problems);
        }
        return units;
    }

    private static String unknown(List<YamlNode> values) {
        if (values.isEmpty()) {
            return "this is no entry of a route file";
        }
        return values.size() > 1 && KINDS.containsKey(values.get(0).name())
                ? "'" + values.get(1).name() + "' stands beside the route, not in it: indent it deeper"
                : "'" + values.get(0).name() + "' is no entry of a route file";
    }

    private static RouteUnit unit(Kind kind, YamlNode node, String also) {
        return new RouteUnit(
                kind,
                node.get("id").text(),
                node,
                node.content() + also,
                kind == Kind.ROUTE ? node.get("from").textOr("uri").text() : null,
                uses(node),
                node.get("routeConfigurationId").text());
    }

    private static RouteUnit kamelet(YamlNode root) throws RejectedFileException {
        String name = root.get("metadata").get("name").text();
        YamlNode template = root.get("spec").get("template");
        if (!"Kamelet".equals(root.get("kind").text()) || name == null || !template.exists()) {
            throw new RejectedFileException(
                    root.problem("a Kamelet has 'kind: Kamelet', a name under 'metadata' and a template under 'spec'"));
        }
        return new RouteUnit(Kind.KAMELET, name, root, root.content(), null, uses(template), null);
    }

    private static Set<String> uses(YamlNode node) {
        return node.all()
                .filter(value ->
                        URI_KEYS.contains(value.key()) && !value.owner().equals("from"))
                .map(YamlNode::text)
                .filter(uri -> uri != null && uri.matches("(direct|seda|kamelet|outbox):.*"))
                .map(uri -> uri.replaceFirst("[?/].*", ""))
                .collect(Collectors.toUnmodifiableSet());
    }
}
