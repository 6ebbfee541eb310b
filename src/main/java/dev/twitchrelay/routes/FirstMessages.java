package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches the first messages of routes that have just been exchanged: a route that fails on several of them is worse than
 * the one before. Thread-safe.
 */
final class FirstMessages {
    private static final int WATCHED_FOR_EACH = 10;

    /**
     * @param before what ran before the route was exchanged
     * @param seen how many messages have passed, well or not
     * @param messages how many of them failed
     */
    record Failure(String route, RouteSet before, int seen, int messages, String reason) {}

    private final int most;
    private final Map<String, Failure> watched = new ConcurrentHashMap<>();

    /** @param most how many of ten times as many first messages may fail; 0 watches nothing */
    FirstMessages(int most) {
        this.most = most;
    }

    void watch(Set<String> routes, RouteSet before) {
        if (most > 0) {
            routes.forEach(route -> watched.put(route, new Failure(route, before, 0, 0, null)));
        }
    }

    /**
     * A message has left a route.
     *
     * @param reason why it failed, or null
     */
    void seen(String route, String reason) {
        if (!watched.isEmpty()) {
            watched.computeIfPresent(route, (id, before) -> {
                Failure now = new Failure(
                        id,
                        before.before(),
                        before.seen() + 1,
                        before.messages() + (reason == null ? 0 : 1),
                        reason == null ? before.reason() : reason);
                return now.messages() < most && now.seen() >= most * WATCHED_FOR_EACH ? null : now;
            });
        }
    }

    /** Routes that have had their chance; each is told once. */
    List<Failure> failing() {
        List<Failure> failing = new ArrayList<>();
        watched.values().forEach(failure -> {
            if (failure.messages() >= most && watched.remove(failure.route()) != null) {
                failing.add(failure);
            }
        });
        return failing;
    }
}
