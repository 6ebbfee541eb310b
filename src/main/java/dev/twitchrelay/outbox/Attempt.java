package dev.twitchrelay.outbox;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One delivery, on a thread of its own and for a limited time, so that neither a peer that trickles nor a call that never
 * returns holds up a sink for ever.
 */
final class Attempt {
    /** How long a delivery that was interrupted, or whose connection was cut, may take to notice. */
    private static final Duration TO_NOTICE = Duration.ofSeconds(2);

    private Attempt() {}

    /**
     * Returns when the batch is delivered.
     *
     * @param limit after this the delivery is interrupted
     * @throws Undelivered why it failed, also if it was not done in time
     * @throws Exception the same, when only its class can tell why
     */
    static void run(Delivery delivery, Batch batch, Duration limit) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            delivery.deliver(batch);
            return null;
        });
        Thread thread = new Thread(task, Thread.currentThread().getName() + "-attempt");
        thread.setDaemon(true);
        thread.start();
        try {
            await(task, limit);
        } catch (TimeoutException late) {
            Verdict verdict = Verdict.late(delivery, limit);
            thread.interrupt();
            try {
                await(task, TO_NOTICE);
            } catch (Exception interrupted) {
                throw new Undelivered(verdict, late);
            }
        }
    }

    private static void await(FutureTask<Void> task, Duration atMost) throws Exception {
        try {
            task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
