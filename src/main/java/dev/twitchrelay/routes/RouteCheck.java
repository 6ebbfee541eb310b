package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** Finds what is wrong with route files without starting anything. Thread-safe. */
final class RouteCheck {
    private final RouteVocabulary vocabulary;
    private final PlaceholderLint placeholders;
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);

    RouteCheck(RouteVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.placeholders = new PlaceholderLint(vocabulary::setting);
        // both are large, and read while the first scratch context is built
        CompletableFuture.runAsync(CamelSchema::entry);
        CompletableFuture.runAsync(catalog::findComponentNames);
    }

    /** What is wrong with the files themselves and with how they share names; does not look at dangling channels. */
    List<Problem> problems(RouteSet set) {
        return problems(set, unit -> false, true);
    }

    /**
     * The same. Where two entries claim one name, only the other one is told of, when one owns it.
     *
     * @param owner whether an entry was there first
     * @param dryRun whether the routes are built, too, which takes most of the time
     */
    List<Problem> problems(RouteSet set, Predicate<RouteUnit> owner, boolean dryRun) {
        List<Problem> problems = new ArrayList<>(withoutId(set));
        problems.addAll(SharedNames.problems(set, owner, placeholders::resolved));
        try (ScratchContext context = new ScratchContext(vocabulary)) {
            // half of the work, beside the other half; unlike the common pool's a new thread inherits the class loader
            CompletableFuture<List<Problem>> endpoints = CompletableFuture.supplyAsync(
                    () -> new EndpointLint(context.camel(), catalog, placeholders, vocabulary.components(), set)
                            .problems(),
                    task -> new Thread(task, "endpoint-lint").start());
            for (RouteFile file : set.files().values()) {
                problems.addAll(SchemaLint.problems(file));
                problems.addAll(placeholders.problems(file));
                problems.addAll(SecretLint.problems(file));
                problems.addAll(new ExpressionLint(context.camel(), placeholders).problems(file));
            }
            problems.addAll(endpoints.join());
            if (dryRun) {
                problems.addAll(unbuildable(set, context, problems));
            }
        }
        return problems.stream().sorted().distinct().toList();
    }

    /** Entries that nothing is known to be wrong with, and that nevertheless cannot be built. */
    private static List<Problem> unbuildable(RouteSet set, ScratchContext context, List<Problem> known) {
        Set<String> told = new HashSet<>();
        known.forEach(problem -> told.add(place(set, problem)));
        return context.problems(set, unit -> !told.contains(unit.file() + ":" + unit.line())).stream()
                .filter(problem -> !told.contains(place(set, problem)))
                .toList();
    }

    /** The entry of a file that a problem is in: what is told of it once need not be told again by a dry run. */
    private static String place(RouteSet set, Problem problem) {
        return set.files().containsKey(problem.file())
                ? set.files().get(problem.file()).units().stream()
                        .filter(unit -> unit.line() <= problem.line())
                        .reduce((earlier, later) -> later)
                        .map(unit -> unit.file() + ":" + unit.line())
                        .orElse(problem.file())
                : problem.file();
    }

    private static List<Problem> withoutId(RouteSet set) {
        return set.units()
                .filter(unit ->
                        unit.isRoute() && (unit.id() == null || unit.id().isBlank()))
                .map(unit -> new Problem(
                        unit.file(),
                        unit.line(),
                        unit.column(),
                        "the route has no id: write 'id: some-name' under 'route:'; the log and the status name the"
                                + " route by it"))
                .toList();
    }
}
