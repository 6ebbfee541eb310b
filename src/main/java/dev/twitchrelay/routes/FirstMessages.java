package dev.twitchrelay.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches routes that have just been exchanged, until a message has passed: a route whose first messages all fail is
 * worse than the one before. Thread-safe.
 */
final class FirstMessages {
    /** @param before what ran before the route was exchanged */
    record Failure(String route, RouteSet before, int messages, String reason) {}

    private final int most;
    private final Map<String, Failure> watched = new ConcurrentHashMap<>();

    /** @param most how many messages may fail; 0 watches nothing */
    FirstMessages(int most) {
        this.most = most;
    }

    void watch(Set<String> routes, RouteSet before) {
        if (most > 0) {
            routes.forEach(route -> watched.put(route, new Failure(route, before, 0, null)));
        }
    }

    void passed(String route) {
        Failure failure = watched.get(route);
        if (failure != null && failure.messages() < most) {
            watched.remove(route, failure);
        }
    }

    void failed(String route, String reason) {
        watched.computeIfPresent(
                route, (id, failure) -> new Failure(id, failure.before(), failure.messages() + 1, reason));
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
