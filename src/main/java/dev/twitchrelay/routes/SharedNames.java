package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Names that only one entry may have: ids, and channels and outboxes, which have one receiver. */
final class SharedNames {
    private SharedNames() {}

    /**
     * @param owner whether an entry was there first, so that only the other one is to blame
     * @param placeholders puts settings in the place of {@code {{…}}}
     */
    static List<Problem> problems(RouteSet set, Predicate<RouteUnit> owner, UnaryOperator<String> placeholders) {
        List<Problem> problems = new ArrayList<>();
        pairs(set, SharedNames::id, owner, problems, SharedNames::sameId);
        pairs(
                set,
                unit -> unit.soleSource(placeholders),
                owner,
                problems,
                (unit, other) -> sameSource(unit, other, unit.soleSource(placeholders)));
        return problems;
    }

    private static void pairs(
            RouteSet set,
            Function<RouteUnit, String> name,
            Predicate<RouteUnit> owner,
            List<Problem> problems,
            BiProblem problem) {
        Map<String, RouteUnit> first = new HashMap<>();
        BinaryOperator<RouteUnit> owning = (one, other) -> owner.test(other) && !owner.test(one) ? other : one;
        set.units().filter(unit -> name.apply(unit) != null).forEach(unit -> {
            RouteUnit other = first.get(name.apply(unit));
            if (other == null) {
                first.put(name.apply(unit), unit);
                return;
            }
            RouteUnit kept = owning.apply(other, unit);
            RouteUnit late = kept.equals(other) ? unit : other;
            problems.add(problem.of(late, kept));
            if (!owner.test(kept)) {
                problems.add(problem.of(kept, late));
            }
            first.put(name.apply(unit), kept);
        });
    }

    private interface BiProblem {
        Problem of(RouteUnit unit, RouteUnit other);
    }

    private static String id(RouteUnit unit) {
        return unit.kind() == RouteUnit.Kind.BEANS
                        || unit.id() == null
                        || unit.id().isBlank()
                ? null
                : unit.kind() + unit.id();
    }

    private static Problem sameId(RouteUnit unit, RouteUnit other) {
        return at(
                unit,
                "the id '" + unit.id() + "' is also that of " + other.file() + ":" + other.line()
                        + ": give one of them another");
    }

    private static Problem sameSource(RouteUnit route, RouteUnit other, String source) {
        RouteUnit renamed = source.equals("outbox:" + route.id()) ? other : route;
        return at(
                route,
                "the route '" + other.id() + "' in " + other.file() + ":" + other.line() + " starts from " + source
                        + ", too: "
                        + (source.startsWith("outbox:")
                                ? "let the route '" + renamed.id()
                                        + "' start from an outbox of its own, such as outbox:" + renamed.id()
                                        + ", because a sink has one route"
                                : "give one of them another channel, and let a multicast send to both"));
    }

    private static Problem at(RouteUnit unit, String message) {
        return new Problem(unit.file(), unit.line(), unit.column(), message);
    }
}
