package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.sse.EventJournal.Kept;
import dev.twitchrelay.sse.ReplicatedLog;
import dev.twitchrelay.sse.SseMessage;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream and gives its messages to this replica's log: first the messages that were published before, as
 * history, and then new messages. Messages of an ended term are dropped; all replicas drop the same messages, because
 * they read the same stream. A thread of its own reads. Thread-safe.
 */
final class StreamTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTail.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final NatsStream stream;
    private final ReplicatedLog log;
    private final Consumer<Envelope> follower;
    private final Thread thread = Daemons.thread(this::run, "stream-tail");
    private final CountDownLatch history = new CountDownLatch(1);

    private volatile boolean closed;
    private volatile boolean disturbed;
    private volatile boolean inStep;
    private volatile String problem;
    private volatile long term;
    private volatile long fenced;
    private volatile long position;
    private volatile ZonedDateTime created;
    private volatile Taken lastTaken = new Taken("", null);
    private List<Kept> past = new ArrayList<>();
    private Kept pastTotals;

    /**
     * A message that the log has got.
     *
     * @param id the id that is the same at every attempt to publish; empty when there is none
     */
    record Taken(String id, SseMessage message) {}

    /**
     * @param follower is called for each message after the log has got it, in order and including the history, on the
     *     thread that reads
     */
    StreamTail(NatsStream stream, ReplicatedLog log, Consumer<Envelope> follower) {
        this.stream = stream;
        this.log = log;
        this.follower = follower;
        log.stale(true);
    }

    void start() {
        thread.start();
    }

    /** Waits for the history; false when it has not been read in time. */
    boolean awaitHistory(Duration patience) throws InterruptedException {
        return history.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether all messages of the stream have been read and new messages come. */
    boolean isInStep() {
        return inStep && stream.isConnected();
    }

    /** Notes that messages may have stopped coming. */
    void disturb() {
        disturbed = true;
        inStep = false;
        log.stale(true);
    }

    /** The latest term that has begun in the stream. */
    long term() {
        return term;
    }

    /** The lowest number of this stream's messages. Numbers of an earlier stream are lower. */
    long begin() {
        return created.toInstant().toEpochMilli();
    }

    /** Whether the reading thread has not failed; otherwise only a restart helps. */
    boolean lives() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    /** The number of messages that were dropped because their term had ended. */
    long fenced() {
        return fenced;
    }

    /** The reason why the stream cannot be read, or null. */
    String problem() {
        return problem;
    }

    /** Waits until all messages up to a sequence of the stream have been read; false when the time is over. */
    boolean await(long sequence, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (position < sequence) {
            if (System.nanoTime() - deadline > 0 || closed) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    Taken lastTaken() {
        return lastTaken;
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                failed(e);
            } catch (InterruptedException e) {
                return;
            }
            disturb();
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void failed(Exception e) {
        if (closed) {
            return;
        }
        String reason = "the stream cannot be read: " + (e.getMessage() == null ? e.toString() : e.getMessage());
        if (problem == null) {
            LOG.warn("{}. Clients stay connected and are told that their data is stale", reason);
        }
        problem = reason;
    }

    private void follow() throws IOException, InterruptedException, JetStreamApiException {
        disturbed = false;
        StreamInfo info = stream.open();
        long target = info.getStreamState().getLastSequence();
        if (!info.getCreateTime().equals(created)) {
            created = info.getCreateTime();
            term = 0;
            position = 0;
        } else if (position > target) {
            // the stream lost its end, so it is read again; the log ignores messages that it has
            position = 0;
        }
        JetStreamSubscription subscription = stream.tail(position);
        try {
            reached(target);
            long expected = 1;
            while (!closed && !disturbed) {
                Message message = subscription.nextMessage(LOOK_EVERY);
                if (message == null) {
                    if (!inStep && isRead(subscription, expected)) {
                        // the last messages were removed from the stream
                        position = Math.max(position, target);
                        reached(target);
                    }
                    continue;
                }
                NatsJetStreamMetaData meta = message.metaData();
                if (meta.consumerSequence() != expected++) {
                    return;
                }
                take(message);
                position = meta.streamSequence();
                reached(target);
            }
        } finally {
            try {
                subscription.unsubscribe();
            } catch (RuntimeException e) {
                LOG.debug("the subscription has already ended", e);
            }
        }
    }

    /** Whether all messages of the stream have been read. */
    private static boolean isRead(JetStreamSubscription subscription, long expected)
            throws IOException, JetStreamApiException {
        ConsumerInfo consumer = subscription.getConsumerInfo();
        return consumer.getNumPending() == 0 && consumer.getDelivered().getConsumerSequence() == expected - 1;
    }

    /**
     * Called after each message. When all messages that existed at the begin of the subscription have been read, the
     * log gets the history and is not stale any more.
     */
    private void reached(long target) {
        if (inStep || position < target || disturbed) {
            return;
        }
        if (!log.knowsHistory()) {
            log.catchUp(past, pastTotals, begin());
            past = List.of();
            history.countDown();
        }
        inStep = true;
        log.stale(false);
        if (problem != null) {
            problem = null;
            LOG.info("the stream is read again");
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void take(Message message) {
        Envelope envelope;
        try {
            envelope = Envelope.decode(message);
        } catch (RuntimeException e) {
            LOG.warn("skipping a message of the stream that cannot be read: {}", e.toString());
            return;
        }
        if (envelope.term() < term) {
            fenced++;
            return;
        }
        term = envelope.term();
        if (envelope.message() == null) {
            return;
        }
        if (!log.knowsHistory()) {
            remember(new Kept(envelope.message(), envelope.before()));
        } else if (!log.receive(envelope.message(), envelope.before())) {
            return;
        }
        String id = message.getHeaders().getFirst(NatsStream.MESSAGE_ID);
        lastTaken = new Taken(id == null ? "" : id.substring(id.indexOf(':') + 1), envelope.message());
        follower.accept(envelope);
    }

    private void remember(Kept kept) {
        if (kept.message().isTotals()) {
            pastTotals = kept;
        } else {
            past.add(kept);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
