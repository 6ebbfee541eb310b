package dev.twitchrelay.routes;

import java.util.function.Consumer;

/** One kind of check of route files. {@link RouteCheck} gives every file to every lint, each lint on one thread at a time. */
interface RouteLint {
    void check(RouteFile file, Consumer<Problem> report);
}
