package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds what is wrong with route files without starting anything. Thread-safe. */
public final class RouteCheck {
    private final Supplier<ScratchContext> scratch;

    RouteCheck(Supplier<ScratchContext> scratch) {
        this.scratch = scratch;
    }

    /** What is wrong with the files themselves and with how they share names; does not look at dangling channels. */
    List<Problem> problems(RouteSet set) {
        List<Problem> problems = new ArrayList<>(ids(set));
        if (problems.isEmpty()) {
            try (ScratchContext context = scratch.get()) {
                problems.addAll(context.problems(set));
            }
        }
        return problems.stream().sorted().distinct().toList();
    }

    private static List<Problem> ids(RouteSet set) {
        List<Problem> problems = new ArrayList<>();
        Map<String, RouteUnit> first = new HashMap<>();
        set.units().filter(RouteUnit::isRoute).forEach(route -> {
            if (route.id() == null || route.id().isBlank()) {
                problems.add(new Problem(
                        route.file(),
                        route.line(),
                        route.column(),
                        "the route has no id: write 'id: some-name' under 'route:'; it names the route in the log and"
                                + " in the status"));
            } else if (first.putIfAbsent(route.id(), route) != null) {
                RouteUnit other = first.get(route.id());
                problems.add(new Problem(
                        route.file(),
                        route.line(),
                        route.column(),
                        "the id '" + route.id() + "' is taken by the route in " + other.file() + ":" + other.line()
                                + ": give this one another"));
                problems.add(new Problem(
                        other.file(),
                        other.line(),
                        other.column(),
                        "the id '" + route.id() + "' is taken by the route in " + route.file() + ":" + route.line()
                                + ": give this one another"));
            }
        });
        return problems;
    }
}
