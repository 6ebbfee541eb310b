package dev.twitchrelay.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds the event types in route files, without running the routes. */
final class RouteTypes {
    /** The URI of a route's source. In a cluster {@code master:} stands before it, because only the leader consumes. */
    private static final Pattern SOURCE = Pattern.compile("(\\{\\{[^}]*}}|master:[^:]*:)?twitch-eventsub:");

    private RouteTypes() {}

    /**
     * The parameter {@code types} of every {@code twitch-eventsub:} in a folder of routes. Files that cannot be read
     * are skipped.
     *
     * @throws IOException when the folder cannot be read
     */
    static List<String> in(Path folder) throws IOException {
        List<String> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList()) {
                try (Reader text = Files.newBufferedReader(file)) {
                    collect(new Yaml(new SafeConstructor(new LoaderOptions())).load(text), types);
                } catch (YAMLException | IOException notReadable) {
                    // skipped, because the command 'routes check' reports faults of files
                }
            }
        }
        return types;
    }

    private static void collect(Object node, List<String> types) {
        if (node instanceof List<?> nodes) {
            nodes.forEach(entry -> collect(entry, types));
        } else if (node instanceof Map<?, ?> map) {
            if (SOURCE.matcher(String.valueOf(map.get("uri"))).lookingAt()
                    && map.get("parameters") instanceof Map<?, ?> parameters
                    && parameters.get("types") instanceof String list) {
                types.add(list);
            }
            map.values().forEach(value -> collect(value, types));
        }
    }
}
