package dev.twitchrelay.eventsub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** A loop whose time passes only when a test says so. */
final class ManualLoop implements SessionLoop {
    private record Scheduled(long dueNanos, long order, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::dueNanos).thenComparingLong(Scheduled::order));
    private long nanos;
    private long order;
    private boolean running;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        drain();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled scheduled = new Scheduled(nanos + delay.toNanos(), order++, task);
        timers.add(scheduled);
        return () -> timers.remove(scheduled);
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-11-24T20:00:00Z").plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Lets time pass, and everything happen that is due by then, in order. */
    void advance(Duration duration) {
        long target = nanos + duration.toNanos();
        while (!timers.isEmpty() && timers.peek().dueNanos() <= target) {
            Scheduled next = timers.remove();
            nanos = next.dueNanos();
            execute(next.task());
        }
        nanos = target;
    }

    private void drain() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        } finally {
            running = false;
        }
    }
}
