package dev.twitchrelay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All subscriptions that Twitch still lists, oldest first. Loop-confined. */
final class SubscriptionRegistry {
    static final int MAX_TOTAL_COST = 10;
    static final int MAX_CONNECTIONS = 3;
    static final int MAX_PER_CONNECTION = 300;
    static final int MAX_EQUAL = 3;

    private final SimulatorLoop loop;
    private final Times times;
    private final TwitchClock clock;
    private final List<SimulatedSubscription> all = new ArrayList<>();

    SubscriptionRegistry(SimulatorLoop loop, Times times, TwitchClock clock) {
        this.loop = loop;
        this.times = times;
        this.clock = clock;
    }

    void add(SimulatedSubscription subscription) {
        all.add(subscription);
        subscription.session.subscriptions.add(subscription);
    }

    /** Ends a subscription with a status other than {@code enabled}. The list shows it for a while. */
    void end(SimulatedSubscription subscription, String status) {
        subscription.end(status, clock.now());
        loop.after(times.get(ProtocolTime.ENDED_SUBSCRIPTION_KEPT), () -> forget(subscription));
    }

    void forget(SimulatedSubscription subscription) {
        all.remove(subscription);
    }

    List<SimulatedSubscription> of(String userId) {
        return all.stream()
                .filter(subscription -> subscription.userId.equals(userId))
                .toList();
    }

    List<SimulatedSubscription> enabledOf(String userId) {
        return of(userId).stream().filter(SimulatedSubscription::enabled).toList();
    }

    List<SimulatedSubscription> enabled(String type) {
        return all.stream()
                .filter(subscription ->
                        subscription.enabled() && subscription.type.type().equals(type))
                .toList();
    }

    int totalCost(String userId) {
        return enabledOf(userId).stream()
                .mapToInt(subscription -> subscription.cost)
                .sum();
    }

    /** The number of connections with enabled subscriptions. A dead connection counts until Twitch has noticed. */
    long connections(String userId) {
        return enabledOf(userId).stream()
                .map(subscription -> subscription.session)
                .distinct()
                .count();
    }

    Map<String, Integer> enabledByType() {
        Map<String, Integer> counts = new TreeMap<>();
        all.stream()
                .filter(SimulatedSubscription::enabled)
                .forEach(subscription -> counts.merge(subscription.type.type(), 1, Integer::sum));
        return counts;
    }
}
