package dev.twitchrelay.campaign;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done later, by the thread that asks for it. Used by one thread. */
final class Agenda {
    private final PriorityQueue<Later> plans = new PriorityQueue<>(Comparator.comparingLong(Later::at));

    private record Later(long at, Runnable action) {}

    /** Does something in a while. */
    void later(Duration delay, Runnable action) {
        plans.add(new Later(System.nanoTime() + delay.toNanos(), action));
    }

    /** Does what is due. */
    void act() {
        while (!plans.isEmpty() && plans.peek().at() <= System.nanoTime()) {
            plans.remove().action().run();
        }
    }

    boolean hasPlans() {
        return !plans.isEmpty();
    }
}
