package dev.twitchrelay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All subscriptions that Twitch still lists, oldest first. Loop-confined. */
final class SubscriptionRegistry {
    private final SimulatorLoop loop;
    private final List<SimulatedSubscription> all = new ArrayList<>();

    SubscriptionRegistry(SimulatorLoop loop) {
        this.loop = loop;
    }

    void add(SimulatedSubscription subscription) {
        all.add(subscription);
    }

    /** Ends a subscription with a status other than {@code enabled}. The list shows it for a while. */
    void end(SimulatedSubscription subscription, String status) {
        subscription.end(status, loop.now());
        loop.after(ProtocolTime.ENDED_SUBSCRIPTION_KEPT, () -> forget(subscription));
    }

    void forget(SimulatedSubscription subscription) {
        all.remove(subscription);
    }

    boolean has(SimulatedSession session) {
        return all.stream().anyMatch(subscription -> subscription.session == session);
    }

    /** All subscriptions of a holder of tokens, also ended subscriptions. */
    List<SimulatedSubscription> of(String holder) {
        return all.stream()
                .filter(subscription -> subscription.holder.equals(holder))
                .toList();
    }

    List<SimulatedSubscription> enabledOf(String holder) {
        return enabled(subscription -> subscription.holder.equals(holder));
    }

    List<SimulatedSubscription> enabledOf(SimulatedSession session) {
        return enabled(subscription -> subscription.session == session);
    }

    List<SimulatedSubscription> enabledOfType(String type) {
        return enabled(subscription -> subscription.type.type().equals(type));
    }

    private List<SimulatedSubscription> enabled(Predicate<SimulatedSubscription> which) {
        return all.stream().filter(SimulatedSubscription::enabled).filter(which).toList();
    }

    int totalCost(String holder) {
        return enabledOf(holder).stream()
                .mapToInt(subscription -> subscription.cost)
                .sum();
    }

    Map<String, Integer> enabledByType() {
        Map<String, Integer> counts = new TreeMap<>();
        enabled(any -> true).forEach(subscription -> counts.merge(subscription.type.type(), 1, Integer::sum));
        return counts;
    }
}
