package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.kit.EveryMinute;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the waiting messages of one sink, in order, one batch after the other. A worker belongs to one version of
 * the sink's route, and ends with it. It has a thread of its own, so a slow peer delays no other sink. {@link Sink}
 * calls it from any thread; only the worker's own thread delivers.
 */
final class SinkWorker {
    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);
    private static final Duration LOOK_AT_AGES = Duration.ofMinutes(1);
    /** The time that an interrupted delivery has to end. */
    private static final Duration INTERRUPTED = Duration.ofSeconds(2);

    /** Decides about failed messages, and tells people how the sink is. */
    final RetryPolicy policy;

    private final Sink sink;
    private final Delivery delivery;
    private final Predicate<Throwable> signIn;
    private final ReadAhead ahead;
    private final Semaphore wakeUps = new Semaphore(0);
    private final EveryMinute readLine = new EveryMinute();
    private volatile boolean running = true;
    private volatile boolean triesNow;
    private volatile Set<Long> delivering = Set.of();

    /** @param signIn recognizes exceptions which mean that nobody is signed in */
    SinkWorker(Sink sink, SinkOptions options, Delivery delivery, Predicate<Throwable> signIn) {
        this.sink = sink;
        this.delivery = delivery;
        this.signIn = signIn;
        this.ahead = new ReadAhead(sink, options);
        this.policy = new RetryPolicy(sink);
    }

    void start() {
        Daemons.start(this::run, "outbox-" + sink.name);
    }

    /** Ends the worker after the delivery that it is busy with. Does not wait for the end. */
    void stop() {
        running = false;
        wake();
    }

    /** There is a new message. */
    void wake() {
        wakeUps.release();
    }

    /** Forgets earlier failures, but not the limit that the peer set. */
    void tryNow() {
        triesNow = true;
        wake();
    }

    boolean isDelivering(long sequence) {
        return delivering.contains(sequence);
    }

    private void run() {
        sink.turn.lock();
        try {
            while (running) {
                Duration wait = untilDue();
                if (wait.isZero()) {
                    deliver(ahead.next());
                } else if (wakeUps.tryAcquire(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sink.turn.unlock();
        }
    }

    /** How long to wait before the next delivery; zero when one is due. */
    private Duration untilDue() {
        if (triesNow) {
            triesNow = false;
            policy.forget();
            ahead.clear();
        }
        try {
            sink.giveUpOld();
            if (!ahead.fill()) {
                return LOOK_AT_AGES;
            }
        } catch (IOException | RuntimeException e) {
            if (readLine.isDue()) {
                LOG.error("sink {}: its messages cannot be read: {}", sink.name, e.toString());
            }
            return LOOK_AT_AGES;
        }
        Duration gathering = policy.hasNoFailure() ? ahead.gathering() : Duration.ZERO;
        Duration wait = Collections.max(List.of(policy.pause(), sink.limit.waitTime(), gathering));
        return Collections.min(List.of(wait, LOOK_AT_AGES));
    }

    private void deliver(MessageBatch batch) throws InterruptedException {
        delivering = batch.messages().stream().map(OutboxMessage::sequence).collect(Collectors.toSet());
        DeliveryFailure failure = attempt(batch);
        LOG.trace("sink {}: {}", sink.name, failure);
        try {
            if (failure == null) {
                delivered(batch);
            } else if (policy.isFinal(failure, batch)) {
                giveUp(batch, failure);
            }
        } catch (RuntimeException e) {
            LOG.error("sink {}: its messages cannot be put away: {}", sink.name, e.toString());
            policy.pauseFor(sink.settings.longestRetry());
        } finally {
            delivering = Set.of();
        }
    }

    /**
     * Delivers on a thread of its own and for a limited time, because a peer may send its answer too slowly, and a call
     * may never return.
     *
     * @return why the delivery failed, or null
     */
    private DeliveryFailure attempt(MessageBatch batch) throws InterruptedException {
        Duration limit = sink.settings.deliveryTimeout();
        FutureTask<Void> task = new FutureTask<>(() -> {
            delivery.deliver(batch);
            return null;
        });
        Thread thread = Daemons.start(task, Thread.currentThread().getName() + "-attempt");
        try {
            return result(task, limit);
        } catch (TimeoutException late) {
            DeliveryFailure failure = DeliveryFailure.late(delivery, limit);
            thread.interrupt();
            try {
                return result(task, INTERRUPTED) == null ? null : failure;
            } catch (TimeoutException hanging) {
                return failure;
            }
        }
    }

    private DeliveryFailure result(FutureTask<Void> task, Duration atMost)
            throws InterruptedException, TimeoutException {
        try {
            task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return DeliveryFailure.of(e.getCause(), delivery.isCalling(), signIn);
        }
    }

    private void delivered(MessageBatch batch) {
        for (OutboxMessage message : batch.messages()) {
            sink.queue.remove(message.sequence());
        }
        sink.delivered.addAndGet(batch.size());
        ahead.delivered(batch);
        policy.delivered();
    }

    private void giveUp(MessageBatch batch, DeliveryFailure failure) {
        if (batch.size() > 1) {
            ahead.separate(batch);
        } else if (sink.giveUp(batch.first().sequence(), failure.reason(), failure.kind())) {
            ahead.settled(1);
            policy.gaveUp(failure, batch.first());
        } else {
            policy.pauseFor(sink.settings.longestRetry());
        }
    }
}
