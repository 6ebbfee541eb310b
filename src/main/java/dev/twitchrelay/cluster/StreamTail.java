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
 * Reads the stream and gives its messages to this replica's hub: first the messages that were published before, as
 * history, then new messages. Messages of an ended term are dropped; all replicas drop the same messages, because they
 * read the same stream. A thread of its own reads. Thread-safe.
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
     * The last message that was given to the hub.
     *
     * @param id the id by which the stream recognises a repeat; empty when there is none
     */
    record Shown(String id, SseMessage message) {}

    /** Called for each message that is given to the hub, in order and including the history, on the tail's thread. */
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

    /** Whether all messages of the stream have been read and new messages come. */
    boolean isInStep() {
        return inStep && stream.isConnected();
    }

    /** Called when messages may have stopped coming. */
    void disturb() {
        disturbed = true;
        inStep = false;
        hub.stale(true);
    }

    /** The latest term that has begun in the stream. */
    long term() {
        return term;
    }

    /** The lowest number of this stream's messages. Numbers of an earlier stream are lower. */
    long begin() {
        return created.toInstant().toEpochMilli();
    }

    /** Whether the reading thread works; otherwise only a restart helps. */
    boolean lives() {
        return thread.isAlive();
    }

    /** The number of messages that were dropped because their term had ended. */
    long fenced() {
        return fenced;
    }

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
            // the stream lost its end, so it is read again; the hub ignores messages that it has seen
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
     * hub gets the history and is not stale any more.
     */
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
