package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.EventJournal.Kept;
import dev.twitchrelay.sse.ReplicatedLog;
import dev.twitchrelay.sse.SseMessage;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the messages of the stream to this replica's log: first the messages that were published before, as history, and then
 * new messages. Messages of an ended term are dropped; all replicas drop the same messages, because they read the same stream.
 * The thread of {@link StreamReader} calls it. Thread-safe.
 */
final class StreamTail implements StreamReader.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamTail.class);

    private final StreamReader reader;
    private final ReplicatedLog log;
    private final Consumer<Envelope> follower;
    private final CountDownLatch history = new CountDownLatch(1);

    private volatile long term;
    private volatile long fenced;
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
        this.log = log;
        this.follower = follower;
        reader = new StreamReader(stream, "stream-tail", this);
        log.stale(true);
    }

    StreamReader reader() {
        return reader;
    }

    /** Waits for the history; false when it has not been read in time. */
    boolean awaitHistory(Duration patience) throws InterruptedException {
        return history.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void disturbed() {
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

    /** The number of messages that were dropped because their term had ended. */
    long fenced() {
        return fenced;
    }

    Taken lastTaken() {
        return lastTaken;
    }

    @Override
    public long opened(StreamInfo info, long position) {
        if (!info.getCreateTime().equals(created)) {
            created = info.getCreateTime();
            term = 0;
            return 0;
        }
        // a stream that has lost its end is read again; the log ignores messages that it has
        return position > info.getStreamState().getLastSequence() ? 0 : position;
    }

    /** The log gets the history when all of it has been read, and is not stale any more. */
    @Override
    public void inStep() {
        if (!log.knowsHistory()) {
            log.catchUp(past, pastTotals, begin());
            past = List.of();
            history.countDown();
        }
        log.stale(false);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    public void take(Message message, long sequence) {
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
}
