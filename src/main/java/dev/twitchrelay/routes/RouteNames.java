package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import dev.twitchrelay.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the names that several files share: ids and addresses that two entries claim, configurations that a route
 * names, and channels that have a sender and no route. A missing channel also depends on the files that ran before, so
 * {@link RouteCheck} does not look for it.
 */
final class RouteNames {
    private RouteNames() {}

    /** Stands for every sink. No route consumes it. */
    private static final String ALL_SINKS = "outbox:all";

    /** The name of an outbox that a sink may have. */
    private static final String OUTBOX = "outbox:[a-z][a-z0-9-]*";

    /** Under this name the route configuration without an id can be missing. */
    private static final String POLICY = "routeConfiguration";

    /**
     * A step that sends to a channel or an outbox that no route starts from, or a folder without treatment of failures.
     *
     * @param channel the missing channel, or {@code routeConfiguration}
     * @param blamed the file that the route was deleted from, or the file of the step if there never was such a route
     */
    record Dangling(String channel, Problem problem, String blamed) {}

    /**
     * Ids that two entries have, and channels and outboxes that two routes start from.
     *
     * @param owner whether an entry had its name first; then only the other entry has a problem
     * @param placeholders replaces {@code {{…}}} by settings
     */
    static List<Problem> duplicates(RouteSet set, Predicate<RouteUnit> owner, UnaryOperator<String> placeholders) {
        List<Problem> problems = new ArrayList<>();
        duplicates(set, RouteNames::id, owner, problems, RouteNames::sameId);
        duplicates(
                set,
                unit -> unit.soleSource(placeholders),
                owner,
                problems,
                (unit, other) -> sameSource(unit, other, unit.soleSource(placeholders)));
        return problems;
    }

    private static void duplicates(
            RouteSet set,
            Function<RouteUnit, String> nameOf,
            Predicate<RouteUnit> owner,
            List<Problem> problems,
            BiFunction<RouteUnit, RouteUnit, Problem> problem) {
        Map<String, List<RouteUnit>> byName = set.units()
                .filter(unit -> nameOf.apply(unit) != null)
                .collect(Collectors.groupingBy(nameOf, LinkedHashMap::new, Collectors.toList()));
        byName.values().forEach(units -> {
            RouteUnit kept = units.stream().filter(owner).findFirst().orElse(units.get(0));
            units.stream().filter(unit -> !unit.equals(kept)).forEach(unit -> {
                problems.add(problem.apply(unit, kept));
                if (!owner.test(kept)) {
                    problems.add(problem.apply(kept, unit));
                }
            });
        });
    }

    private static String id(RouteUnit unit) {
        return unit.kind() == Kind.BEANS || !unit.hasId() ? null : unit.kind() + unit.id();
    }

    private static Problem sameId(RouteUnit unit, RouteUnit other) {
        return unit.problem("the id '" + unit.id() + "' is also the id of " + other.file() + ":" + other.line()
                + ": give one of them another id");
    }

    private static Problem sameSource(RouteUnit route, RouteUnit other, String source) {
        RouteUnit renamed = source.equals("outbox:" + route.id()) ? other : route;
        return route.problem("the route '" + other.id() + "' in " + other.file() + ":" + other.line() + " starts from "
                + source + ", too: "
                + (source.startsWith("outbox:")
                        ? "let the route '" + renamed.id() + "' start from an outbox of its own, such as outbox:"
                                + renamed.id() + ", because a sink has one route"
                        : "give one of them another channel, and let a multicast send to both"));
    }

    /** The dangling steps of a set, without those that dangled in the set before. */
    static List<Dangling> dangling(RouteSet set, RouteSet before) {
        Set<String> missing = missing(set);
        missing.removeAll(missing(before));
        List<Dangling> dangling = new ArrayList<>();
        set.units().forEach(unit -> unit.uses().stream()
                .filter(missing::contains)
                .forEach(channel -> dangling.add(dangling(set, before, unit, channel))));
        if (policy(set).isEmpty()
                && (policy(before).isPresent() || publisher(before).isEmpty())) {
            publisher(set).ifPresent(step -> dangling.add(withoutPolicy(before, step)));
        }
        return dangling;
    }

    private static Dangling withoutPolicy(RouteSet before, YamlNode step) {
        String deletedFrom = policy(before).map(RouteUnit::file).orElse(null);
        Problem problem = step.problem("no route configuration without an id treats failures of this route"
                + (deletedFrom == null
                        ? ": bring errors.camel.yaml back"
                        : ", as " + deletedFrom + " did: bring that file back"));
        return new Dangling(POLICY, problem, deletedFrom == null ? step.file() : deletedFrom);
    }

    /** The configuration that covers every route. */
    private static Optional<RouteUnit> policy(RouteSet set) {
        return set.units(Kind.CONFIGURATION).stream()
                .filter(unit -> !unit.hasId())
                .findFirst();
    }

    /** The step that gives messages to the event stream. Only a part of a folder has no such step. */
    private static Optional<YamlNode> publisher(RouteSet set) {
        return set.units(Kind.ROUTE).stream()
                .flatMap(unit -> unit.node().find(text -> text.startsWith("sse:")).stream())
                .findFirst();
    }

    /** The route configurations that a route names and no file has. */
    static List<Problem> unknownConfigurations(RouteSet set) {
        Set<String> known = set.units(Kind.CONFIGURATION).stream()
                .filter(RouteUnit::hasId)
                .map(RouteUnit::id)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Problem> problems = new ArrayList<>();
        set.units(Kind.ROUTE).stream()
                .filter(route -> route.configurationId() != null
                        && !route.configurationId().matches(".*([*]|\\{\\{).*"))
                .forEach(route -> {
                    List<String> unknown = new ArrayList<>(
                            List.of(route.configurationId().strip().split("\\s*,\\s*")));
                    unknown.removeAll(known);
                    YamlNode names = route.node().get("routeConfigurationId");
                    unknown.forEach(name -> problems.add(names.problemIn(
                            name,
                            "there is no route configuration '" + name + "': "
                                    + Suggestion.or(
                                            name,
                                            known,
                                            "write one with this id, or remove the line; a configuration without an id"
                                                    + " covers every route"))));
                });
        return problems;
    }

    private static Dangling dangling(RouteSet set, RouteSet before, RouteUnit unit, String channel) {
        String deletedFrom = before.units()
                .filter(other -> channel.equals(other.address()))
                .map(RouteUnit::file)
                .findFirst()
                .orElse(null);
        String scheme = channel.substring(0, channel.indexOf(':') + 1);
        Set<String> names = Stream.concat(channels(set).stream(), Stream.of(ALL_SINKS))
                .filter(known -> known.startsWith(scheme))
                .map(known -> known.substring(scheme.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        String remedy = Suggestion.among(channel.substring(scheme.length()), names)
                .map(name -> "did you mean " + scheme + name + "?")
                .orElse(
                        deletedFrom == null
                                ? "add such a route, or remove this step"
                                : "bring that route back, or remove this step, too");
        Problem problem = unit.node()
                .find(text -> text.replaceFirst("\\?.*", "").equals(channel))
                .orElse(unit.node())
                .problem("no route starts from " + channel
                        + (deletedFrom == null ? "" : ", as the route in " + deletedFrom + " did") + ": " + remedy);
        return new Dangling(channel, problem, deletedFrom == null ? unit.file() : deletedFrom);
    }

    /** The channels and outboxes that routes send to and no route starts from. */
    private static Set<String> missing(RouteSet set) {
        Set<String> missing = set.units()
                .flatMap(unit -> unit.uses().stream())
                .filter(channel -> !channel.startsWith("kamelet:") && !channel.equals(ALL_SINKS))
                .filter(channel -> !channel.startsWith("outbox:") || channel.matches(OUTBOX))
                .collect(Collectors.toCollection(HashSet::new));
        missing.removeAll(channels(set));
        return missing;
    }

    private static Set<String> channels(RouteSet set) {
        return set.units()
                .map(RouteUnit::address)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
