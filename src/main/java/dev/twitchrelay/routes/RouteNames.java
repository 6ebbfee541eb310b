package dev.twitchrelay.routes;

import dev.twitchrelay.kit.Suggestion;
import dev.twitchrelay.routes.RouteUnit.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Checks the names that several files share: ids and addresses that two entries claim, and channels that have a sender
 * and no route. A missing channel also depends on the files that ran before, so {@link RouteCheck} looks for the claims
 * only.
 */
final class RouteNames {
    private RouteNames() {}

    /**
     * A step that sends to a channel that no route starts from.
     *
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
        return dangling;
    }

    private static Dangling dangling(RouteSet set, RouteSet before, RouteUnit unit, String channel) {
        String deletedFrom = before.units()
                .filter(other -> channel.equals(other.channel()))
                .map(RouteUnit::file)
                .findFirst()
                .orElse(null);
        String remedy = Suggestion.among(channel, channels(set))
                .map(name -> "did you mean " + name + "?")
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

    /** The channels that routes send to and no route starts from. */
    private static Set<String> missing(RouteSet set) {
        Set<String> missing = set.units()
                .flatMap(unit -> unit.uses().stream())
                .filter(channel -> !channel.startsWith("kamelet:"))
                .collect(Collectors.toCollection(HashSet::new));
        missing.removeAll(channels(set));
        return missing;
    }

    private static Set<String> channels(RouteSet set) {
        return set.units().map(RouteUnit::channel).filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
