package dev.twitchrelay.routes;

import dev.twitchrelay.routes.RouteUnit.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One version of one route file or Kamelet, read but not yet checked. Immutable.
 *
 * @param name relative to the folder of routes
 * @param version names the content, as in the status and the log
 */
record RouteFile(String name, String version, String text, Node root, List<RouteUnit> units) {
    private static final Map<String, Kind> KINDS =
            Map.of("route", Kind.ROUTE, "routeConfiguration", Kind.CONFIGURATION, "beans", Kind.BEANS);
    /** Where a text is the URI of an endpoint. */
    private static final Set<String> URI_KEYS = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    /**
     * @param bytes null when the file is there but cannot be read
     * @throws RejectedFileException if it cannot be read, is no YAML, or no list of routes
     */
    static RouteFile read(String name, byte[] bytes) throws RejectedFileException {
        if (bytes == null) {
            throw new RejectedFileException(new Problem(
                    name, 1, 1, "the file cannot be read: make it readable for the relay, and smaller than 2 MB"));
        }
        Node root = YamlText.read(name, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<RouteUnit> units = isKamelet(name) ? List.of(kamelet(name, root)) : units(name, root);
        return new RouteFile(name, version(bytes), text, root, units);
    }

    /** Names this version of this file. */
    String key() {
        return name + "@" + version;
    }

    static boolean isKamelet(String name) {
        return name.endsWith(".kamelet.yaml");
    }

    static String version(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<RouteUnit> units(String file, Node root) throws RejectedFileException {
        if (!(root instanceof SequenceNode)) {
            throw new RejectedFileException(YamlText.problem(
                    file, root, "a route file is a list: begin each route with '- route:' at the start of a line"));
        }
        List<RouteUnit> units = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Node element : YamlText.elements(root)) {
            List<NodeTuple> entries = YamlText.entries(element);
            Kind kind =
                    entries.size() == 1 ? KINDS.get(YamlText.text(entries.get(0).getKeyNode())) : null;
            if (kind == null) {
                problems.add(YamlText.problem(file, element, unknown(entries)));
            } else {
                units.add(unit(file, kind, entries.get(0).getValueNode()));
            }
        }
        if (!problems.isEmpty()) {
            throw new RejectedFileException(problems);
        }
        return units;
    }

    private static String unknown(List<NodeTuple> entries) {
        return (entries.isEmpty()
                        ? "this is no entry of a route file"
                        : entries.size() > 1
                                        && KINDS.containsKey(
                                                YamlText.text(entries.get(0).getKeyNode()))
                                ? "'" + YamlText.text(entries.get(1).getKeyNode())
                                        + "' stands beside the route, not in it: indent it deeper"
                                : "'" + YamlText.text(entries.get(0).getKeyNode()) + "' is no entry of a route file")
                + "; entries are '- route:', '- routeConfiguration:' and '- beans:'";
    }

    private static RouteUnit unit(String file, Kind kind, Node node) {
        Node from = YamlText.get(node, "from");
        Set<String> uses = new TreeSet<>();
        channels(node, uses);
        if (kind == Kind.ROUTE && uri(from) != null) {
            uses.remove(uri(from).replaceFirst("\\?.*", ""));
            channels(YamlText.get(from, "steps"), uses);
        }
        return new RouteUnit(
                file,
                kind,
                YamlText.text(YamlText.get(node, "id")),
                YamlText.line(node),
                YamlText.column(node),
                YamlText.content(node),
                kind == Kind.ROUTE ? uri(from) : null,
                Set.copyOf(uses),
                YamlText.text(YamlText.get(node, "routeConfigurationId")));
    }

    private static String uri(Node from) {
        return from instanceof MappingNode ? YamlText.text(YamlText.get(from, "uri")) : YamlText.text(from);
    }

    private static RouteUnit kamelet(String file, Node root) throws RejectedFileException {
        String name = YamlText.text(YamlText.get(YamlText.get(root, "metadata"), "name"));
        Node template = YamlText.get(YamlText.get(root, "spec"), "template");
        if (!"Kamelet".equals(YamlText.text(YamlText.get(root, "kind"))) || name == null || template == null) {
            throw new RejectedFileException(YamlText.problem(
                    file, root, "a Kamelet has 'kind: Kamelet', a name under 'metadata' and a template under 'spec'"));
        }
        Set<String> uses = new TreeSet<>();
        channels(template, uses);
        return new RouteUnit(
                file,
                Kind.KAMELET,
                name,
                YamlText.line(root),
                YamlText.column(root),
                YamlText.content(root),
                null,
                Set.copyOf(uses),
                null);
    }

    private static void channels(Node node, Collection<String> to) {
        for (NodeTuple entry : YamlText.entries(node)) {
            String value = YamlText.text(entry.getValueNode());
            if (value != null
                    && URI_KEYS.contains(YamlText.text(entry.getKeyNode()))
                    && value.matches("(direct|seda|kamelet):.*")) {
                to.add(value.replaceFirst("[?/].*", ""));
            }
            channels(entry.getValueNode(), to);
        }
        YamlText.elements(node).forEach(element -> channels(element, to));
    }
}
