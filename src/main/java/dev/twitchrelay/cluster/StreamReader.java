package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all messages of a stream, in order and each once, and goes on after every failure. A thread of its own reads.
 * Thread-safe.
 */
final class StreamReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final NatsStream stream;
    private final Handler handler;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean disturbed;
    private volatile boolean inStep;
    private volatile String problem;
    private volatile long position;

    /** Gets the messages. All calls but {@link #disturbed} come from the reading thread. */
    interface Handler {
        /**
         * The stream has been opened, at first or again.
         *
         * @param position the sequence that was read last, 0 at first
         * @return the sequence after which to read
         */
        long opened(StreamInfo info, long position);

        /** @param sequence the number of the message in the stream */
        void take(Message message, long sequence);

        /** All messages that were in the stream when it was opened have been read. Called at each opening. */
        default void inStep() {}

        /** Messages may have stopped coming. */
        default void disturbed() {}
    }

    /** @param name the name of the thread */
    StreamReader(NatsStream stream, String name, Handler handler) {
        this.stream = stream;
        this.handler = handler;
        thread = Daemons.thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Notes that messages may have stopped coming. */
    void disturb() {
        disturbed = true;
        inStep = false;
        handler.disturbed();
    }

    /** Whether all messages of the stream have been read and new messages come. */
    boolean isInStep() {
        return inStep && stream.isConnected();
    }

    /** Whether the reading thread has not failed; otherwise only a restart helps. */
    boolean lives() {
        return thread.getState() != Thread.State.TERMINATED;
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
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
        return true;
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
        String reason = "the stream " + stream.name() + " cannot be read: "
                + (e.getMessage() == null ? e.toString() : e.getMessage());
        if (problem == null) {
            LOG.warn("{}. It is tried again", reason);
        }
        problem = reason;
    }

    private void follow() throws IOException, InterruptedException, JetStreamApiException {
        disturbed = false;
        StreamInfo info = stream.open();
        long target = info.getStreamState().getLastSequence();
        position = handler.opened(info, position);
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
                handler.take(message, meta.streamSequence());
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

    /** Called after each message. */
    private void reached(long target) {
        if (inStep || position < target || disturbed) {
            return;
        }
        inStep = true;
        handler.inStep();
        if (problem != null) {
            problem = null;
            LOG.info("the stream {} is read again", stream.name());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
