package dev.twitchrelay.routes;

import java.util.function.Consumer;

/** One kind of check. {@link RouteCheck} gives every file to every lint, and each lint to one thread. */
interface RouteLint {
    void check(RouteFile file, Consumer<Problem> report);
}
