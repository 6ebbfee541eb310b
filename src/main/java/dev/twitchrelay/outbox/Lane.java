package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EveryMinute;
import java.io.IOException;
import java.time.Duration;
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

    private final Sink sink;
    private final Delivery delivery;
    private final Predicate<Throwable> signIn;
    private final ReadAhead ahead;
    private final Troubles troubles;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final EveryMinute readLine = new EveryMinute();

    private boolean running = true;
    private volatile Set<Long> delivering = Set.of();

    /** @param signIn tells exceptions that say that nobody is signed in */
    Lane(Sink sink, SinkOptions options, Delivery delivery, Predicate<Throwable> signIn) {
        this.sink = sink;
        this.delivery = delivery;
        this.signIn = signIn;
        this.ahead = new ReadAhead(sink, options);
        this.troubles = new Troubles(sink);
    }

    void start() {
        Thread thread = new Thread(this::run, "outbox-" + sink.name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is being delivered is finished; nothing further is begun. Does not wait. */
    void stop() {
        change(() -> running = false);
    }

    /** There is something new. */
    void wake() {
        change(() -> {});
    }

    /** Forgets earlier failures, but not the peer's limit. */
    void tryNow() {
        change(() -> {
            troubles.forget();
            ahead.clear();
        });
    }

    /** The dead letters are seen to. */
    void seen() {
        change(troubles::seen);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isDelivering(long sequence) {
        return delivering.contains(sequence);
    }

    SinkState state() {
        return troubles.state();
    }

    Failure failure() {
        return troubles.failure();
    }

    String reason() {
        return troubles.reason();
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
                    if (readLine.isDue()) {
                        LOG.error("sink {}: its messages cannot be read: {}", sink.name, e.toString());
                    }
                }
                if (wait.isZero()) {
                    Batch batch = ahead.next();
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
        if (!ahead.fill()) {
            return LOOK_AT_AGES;
        }
        Duration wait = longer(troubles.left(), sink.limit.waitTime());
        if (troubles.none()) {
            wait = longer(wait, ahead.gathering());
        }
        return wait.compareTo(LOOK_AT_AGES) > 0 ? LOOK_AT_AGES : wait;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void attempt(Batch batch) throws InterruptedException {
        Verdict verdict = null;
        try {
            Attempt.run(delivery, batch, sink.settings.deliveryTimeout());
        } catch (InterruptedException e) {
            throw e;
        } catch (Undelivered e) {
            verdict = e.verdict();
        } catch (Exception e) {
            verdict = Verdict.of(e, delivery.isCalling(), signIn);
        }
        LOG.trace("sink {}: {}", sink.name, verdict);
        lock.lockInterruptibly();
        try {
            if (verdict == null) {
                delivered(batch);
            } else if (troubles.isFinal(verdict, batch)) {
                refuse(batch, verdict);
            }
        } catch (RuntimeException e) {
            LOG.error("sink {}: its messages cannot be put away: {}", sink.name, e.toString());
            troubles.later(sink.settings.longestRetry());
        } finally {
            delivering = Set.of();
            lock.unlock();
        }
    }

    private void delivered(Batch batch) {
        for (OutboxMessage message : batch.messages()) {
            sink.queue.remove(message.sequence());
        }
        sink.delivered.addAndGet(batch.size());
        ahead.delivered(batch);
        troubles.delivered();
    }

    private void refuse(Batch batch, Verdict verdict) {
        if (batch.size() > 1) {
            ahead.separate(batch);
            return;
        }
        if (!sink.giveUp(batch.first().sequence(), verdict.reason(), verdict.failure())) {
            troubles.later(sink.settings.longestRetry());
            return;
        }
        ahead.settled(1);
        troubles.gaveUp(verdict, batch.first());
    }
}
