package dev.twitchrelay.outbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits for one sink, in order, one after the other, on a thread of its own, for as long as one version of the
 * sink's route runs. Thread-safe.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration LOOK_AT_AGES = Duration.ofMinutes(1);
    private static final int MOST_AHEAD = 500;
    /** A route that cannot take a message so many times will not take it at all; by the pauses about a quarter of an hour. */
    private static final int ROUTE_FAILURES = 20;

    private final Sink sink;
    private final SinkOptions options;
    private final Delivery delivery;
    private final Predicate<Throwable> temporary;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Read from disk already, oldest first. Only for the thread. */
    private final Deque<OutboxMessage> ahead = new ArrayDeque<>();

    private boolean running = true;
    private Pause pause = Pause.NONE;
    private Pause gathering = Pause.NONE;
    private int failures;
    private int routeFailures;
    /** So many messages are delivered one by one, to find the one that its peer refuses. */
    private int oneByOne;

    private volatile Set<Long> delivering = Set.of();
    private volatile String state = "ready";
    private volatile String reason;

    /** @param temporary further exceptions that time heals */
    Lane(Sink sink, SinkOptions options, Delivery delivery, Predicate<Throwable> temporary) {
        this.sink = sink;
        this.options = options;
        this.delivery = delivery;
        this.temporary = temporary;
    }

    void start() {
        Thread thread = new Thread(this::run, "outbox-" + sink.name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is being delivered is finished; nothing further is begun. Does not wait. */
    void stop() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There is something new. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets earlier failures, but not the peer's limit. */
    void tryNow() {
        lock.lock();
        try {
            pause = Pause.NONE;
            failures = 0;
            routeFailures = 0;
            ahead.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isDelivering(long sequence) {
        return delivering.contains(sequence);
    }

    String state() {
        return state.equals("ready") && !sink.limit.waitTime().isZero() && sink.queue.size() > 0 ? "waiting" : state;
    }

    String reason() {
        return reason;
    }

    private void run() {
        sink.turn.lock();
        try {
            for (Batch batch = next(); batch != null; batch = next()) {
                attempt(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sink.turn.unlock();
        }
    }

    /** Waits for something that may be delivered now; null at the end. */
    private Batch next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running) {
                Duration wait = LOOK_AT_AGES;
                try {
                    wait = untilDue();
                } catch (IOException | RuntimeException e) {
                    LOG.error("sink {}: its messages cannot be read: {}", sink.name, e.toString());
                }
                if (wait.isZero()) {
                    Batch batch = batch();
                    delivering = batch.messages().stream()
                            .map(OutboxMessage::sequence)
                            .collect(Collectors.toSet());
                    return batch;
                }
                changed.await(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Duration untilDue() throws IOException {
        sink.giveUpOld();
        readAhead();
        if (ahead.isEmpty()) {
            return LOOK_AT_AGES;
        }
        Instant now = sink.clock.instant();
        Duration wait = longer(pause.left(now), sink.limit.waitTime());
        if (failures == 0 && routeFailures == 0 && isOneOpenRun()) {
            wait = longer(wait, gathering.left(now));
        }
        return wait.compareTo(LOOK_AT_AGES) > 0 ? LOOK_AT_AGES : wait;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Whether all that waits is of one type that folds, so that the next one may still join it. */
    private boolean isOneOpenRun() {
        String type = ahead.getFirst().type();
        return options.folds(ahead.getFirst())
                && ahead.size() < MOST_AHEAD
                && ahead.stream()
                        .allMatch(message ->
                                options.folds(message) && message.type().equals(type));
    }

    private void readAhead() throws IOException {
        ahead.removeIf(message -> !sink.queue.contains(message.sequence()));
        Long oldest = sink.queue.oldest();
        if (oldest != null && !ahead.isEmpty() && oldest < ahead.getFirst().sequence()) {
            // dead letters that came back
            ahead.clear();
        }
        long last = ahead.isEmpty() ? -1 : ahead.getLast().sequence();
        for (long sequence : sink.queue.after(last, MOST_AHEAD - ahead.size())) {
            try {
                ahead.add(sink.queue.read(sequence));
            } catch (NoSuchFileException deletedByHand) {
                sink.queue.remove(sequence);
            } catch (IOException e) {
                sink.giveUp(sequence, "unreadable");
            }
        }
    }

    private Batch batch() {
        return oneByOne > 0 ? Batch.single(ahead.getFirst(), options) : Batch.of(List.copyOf(ahead), options);
    }

    private void attempt(Batch batch) throws InterruptedException {
        Verdict verdict = null;
        try {
            delivery.deliver(batch);
        } catch (Exception e) {
            verdict = Verdict.of(e, temporary);
            LOG.trace("sink {}: {}", sink.name, verdict);
        }
        lock.lockInterruptibly();
        try {
            if (verdict == null) {
                delivered(batch);
            } else {
                failed(batch, verdict);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("sink {}: its messages cannot be changed on disk: {}", sink.name, e.toString());
            pause = Pause.of(sink.settings.longestRetry(), sink.clock.instant());
        } finally {
            delivering = Set.of();
            lock.unlock();
        }
    }

    private void delivered(Batch batch) throws IOException {
        for (OutboxMessage message : batch.messages()) {
            sink.queue.remove(message.sequence());
        }
        sink.delivered.addAndGet(batch.size());
        if (options.folds(batch.groups().get(batch.groups().size() - 1).get(0))) {
            gathering = Pause.of(options.foldWindow(), sink.clock.instant());
        }
        if (!state.equals("ready")) {
            LOG.info("sink {} delivers again; {} messages wait", sink.name, sink.queue.size());
        }
        settled(batch.size());
    }

    /** Whatever was in the way of these messages is over. */
    private void settled(int messages) {
        state = "ready";
        reason = null;
        failures = 0;
        routeFailures = 0;
        pause = Pause.NONE;
        oneByOne = Math.max(0, oneByOne - messages);
    }

    private void failed(Batch batch, Verdict verdict) throws IOException {
        switch (verdict.kind()) {
            case LIMITED -> {
                sink.retried.incrementAndGet();
                Duration wait = verdict.after() == null ? sink.settings.pause(++failures) : verdict.after();
                sink.limit.closeFor(wait);
            }
            case RETRY -> {
                sink.retried.incrementAndGet();
                waits(verdict, "it is tried again by itself");
                if (verdict.after() != null) {
                    sink.limit.closeFor(verdict.after());
                }
            }
            case ROUTE -> {
                sink.retried.incrementAndGet();
                if (++routeFailures < ROUTE_FAILURES) {
                    waits(verdict, "correct routes/sinks/" + sink.name + ".camel.yaml");
                } else {
                    refuse(batch, verdict);
                }
            }
            case DEAD -> refuse(batch, verdict);
            case STOP, GONE -> {
                sink.retried.incrementAndGet();
                String remedy = "check its settings sinks." + sink.name + ".*, then: outbox retry " + sink.name;
                tell("stopped", verdict, remedy);
                pause = verdict.kind() == Verdict.Kind.GONE
                        ? Pause.ENDLESS
                        : Pause.of(sink.settings.stoppedRetry(), sink.clock.instant());
            }
        }
    }

    private void waits(Verdict verdict, String remedy) {
        pause = Pause.of(sink.settings.pause(++failures), sink.clock.instant());
        tell("waiting", verdict, remedy);
    }

    /** Says so once, not at each attempt. */
    private void tell(String now, Verdict verdict, String remedy) {
        String text = verdict.reason() + ": " + remedy;
        if (!text.equals(reason)) {
            if (now.equals("stopped")) {
                LOG.error("sink {} is stopped, {} messages are kept: {}", sink.name, sink.queue.size(), text);
            } else if (state.equals("ready") || verdict.kind() == Verdict.Kind.ROUTE) {
                LOG.warn("sink {} waits, with {} messages: {}", sink.name, sink.queue.size(), text);
            }
        }
        state = now;
        reason = text;
    }

    private void refuse(Batch batch, Verdict verdict) throws IOException {
        if (batch.size() > 1) {
            oneByOne = batch.size();
            failures = 0;
            routeFailures = 0;
            return;
        }
        LOG.warn(
                "sink {}: a message of type {} cannot be delivered ({}); it is in {}",
                sink.name,
                batch.first().type(),
                verdict.reason(),
                sink.settings.deadLetters(sink.name));
        sink.giveUp(batch.first().sequence(), verdict.reason());
        settled(1);
    }
}
