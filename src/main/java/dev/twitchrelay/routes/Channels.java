package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** The {@code direct:} and {@code seda:} channels between routes. */
final class Channels {
    private Channels() {}

    /**
     * A step that sends to a channel that no route starts from.
     *
     * @param blamed the file whose route is missing, or that of the step when there never was such a route
     */
    record Dangling(String channel, Problem problem, String blamed) {}

    /** Such steps, unless they were such in the set before, too. */
    static List<Dangling> dangling(RouteSet set, RouteSet before) {
        Set<String> missing = new HashSet<>(missing(set));
        missing.removeAll(missing(before));
        List<Dangling> problems = new ArrayList<>();
        for (RouteFile file : set.files().values()) {
            for (RouteUnit unit : file.units()) {
                unit.uses().stream()
                        .filter(missing::contains)
                        .forEach(channel -> problems.add(problem(set, before, file, unit, channel)));
            }
        }
        return problems;
    }

    private static Dangling problem(RouteSet set, RouteSet before, RouteFile file, RouteUnit unit, String channel) {
        String server = before.units()
                .filter(other -> channel.equals(other.channel()))
                .map(RouteUnit::file)
                .findFirst()
                .orElse(null);
        String message = "no route starts from " + channel
                + (server == null ? "" : ", as the one in " + server + " did")
                + Suggestion.among(channel, served(set))
                        .map(name -> ": did you mean " + name + "?")
                        .orElse(
                                server == null
                                        ? ": add such a route, or remove this step"
                                        : ": bring that route back, or remove this step, too");
        Node at = YamlText.find(
                file.root(), unit.line(), text -> text.replaceFirst("\\?.*", "").equals(channel));
        Problem problem = at == null
                ? new Problem(file.name(), unit.line(), unit.column(), message)
                : YamlText.problem(file.name(), at, message);
        return new Dangling(channel, problem, server == null ? file.name() : server);
    }

    private static Set<String> missing(RouteSet set) {
        Set<String> missing = set.units()
                .flatMap(unit -> unit.uses().stream())
                .filter(channel -> channel.matches("(direct|seda):.*"))
                .collect(Collectors.toSet());
        missing.removeAll(served(set));
        return missing;
    }

    private static Set<String> served(RouteSet set) {
        return set.units()
                .filter(unit -> unit.channel() != null)
                .map(RouteUnit::channel)
                .collect(Collectors.toSet());
    }
}
