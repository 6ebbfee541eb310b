package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.sse.SseHub;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the stream and feeds this replica's hub: first what was published before, as history, then what comes. Messages of a
 * term that is over are dropped; since all replicas read the same stream, all drop the same. Thread-safe.
 */
final class StreamTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTail.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final NatsStream stream;
    private final SseHub hub;
    private final Follower follower;
    private final Thread thread = new Thread(this::run, "stream-tail");
    private final CountDownLatch history = new CountDownLatch(1);

    private volatile boolean closed;
    private volatile boolean disturbed;
    private volatile boolean inStep;
    private volatile String problem;
    private volatile long term;
    private volatile long fenced;
    private volatile long position;
    private volatile ZonedDateTime created;
    private volatile Shown shownLast = new Shown("", null);
    private List<EventJournal.Kept> past = new ArrayList<>();
    private EventJournal.Kept latestPast;

    /**
     * The message that was shown last.
     *
     * @param id by which the stream knows a repeat; empty when there is none
     */
    record Shown(String id, SseMessage message) {}

    /** Told of each message that is shown, on the tail's thread, in order; history included. */
    interface Follower {
        void shown(Envelope envelope);
    }

    StreamTail(NatsStream stream, SseHub hub, Follower follower) {
        this.stream = stream;
        this.hub = hub;
        this.follower = follower;
        thread.setDaemon(true);
        hub.stale(true);
    }

    void start() {
        thread.start();
    }

    /** Waits for the history; false when it has not been read in time. */
    boolean awaitHistory(Duration patience) throws InterruptedException {
        return history.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean hasHistory() {
        return history.getCount() == 0;
    }

    /** Whether new messages come, as far as is known. */
    boolean isInStep() {
        return inStep && stream.isConnected();
    }

    /** Messages may have stopped coming. */
    void disturb() {
        disturbed = true;
        inStep = false;
        hub.stale(true);
    }

    /** The latest term that has begun in the stream. */
    long term() {
        return term;
    }

    /** No message of this stream has a lower number: those of an earlier stream are lower. */
    long begin() {
        return created.toInstant().toEpochMilli();
    }

    /** Whether messages can still come; if not, only a restart helps. */
    boolean lives() {
        return thread.isAlive();
    }

    /** Messages that were dropped because their term was over. */
    long fenced() {
        return fenced;
    }

    String problem() {
        return problem;
    }

    /** Waits until everything up to a sequence of the stream has been seen; false when it has not in time. */
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

    long position() {
        return position;
    }

    Shown shownLast() {
        return shownLast;
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                told(e);
            } catch (InterruptedException e) {
                return;
            }
            disturb();
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void told(Exception e) {
        if (closed) {
            return;
        }
        String now = "the stream cannot be followed: " + (e.getMessage() == null ? e.toString() : e.getMessage());
        if (problem == null) {
            LOG.warn("{}; clients keep their streams, and are told that they are stale", now);
        }
        problem = now;
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
            // the stream lost its end: what has been seen already does not count twice
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
                        // its last messages have been removed
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
                LOG.debug("the subscription has gone already", e);
            }
        }
    }

    /** Whether the stream has nothing that has not been taken. */
    private static boolean isRead(JetStreamSubscription subscription, long expected)
            throws IOException, JetStreamApiException {
        ConsumerInfo consumer = subscription.getConsumerInfo();
        return consumer.getNumPending() == 0 && consumer.getDelivered().getConsumerSequence() == expected - 1;
    }

    /** What was there when this subscription began has been seen. */
    private void reached(long target) {
        if (inStep || position < target || disturbed) {
            return;
        }
        if (!hasHistory()) {
            hub.catchUp(past, latestPast, begin());
            past = List.of();
            history.countDown();
        }
        inStep = true;
        hub.stale(false);
        if (problem != null) {
            problem = null;
            LOG.info("the stream is followed again");
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void take(Message message) {
        Envelope envelope;
        try {
            envelope = Envelope.decode(message);
        } catch (RuntimeException e) {
            LOG.warn("passing over a message of the stream that makes no sense: {}", e.toString());
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
        if (!hasHistory()) {
            remember(envelope);
        } else if (!hub.receive(envelope.message(), envelope.before())) {
            return;
        }
        String id = message.getHeaders().getFirst(NatsStream.MESSAGE_ID);
        shownLast = new Shown(id == null ? "" : id, envelope.message());
        follower.shown(envelope);
    }

    private void remember(Envelope envelope) {
        EventJournal.Kept kept = new EventJournal.Kept(envelope.message(), envelope.before());
        if (envelope.message().type().equals(hub.settings().types().latestOnly())) {
            latestPast = kept;
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
