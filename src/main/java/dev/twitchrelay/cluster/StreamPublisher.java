package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.ReplicatedLog;
import dev.twitchrelay.sse.SseMessage;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the leader's messages to all replicas. Messages wait in a {@link Backlog}; a thread sends them into the
 * stream one after the other and numbers them. A message that the stream does not confirm is sent again with the same
 * id, by which the stream recognises a repeat. A message is sent when the stream shows it, and not only has it. Nothing is sent
 * after the end of the lease. Thread-safe.
 */
final class StreamPublisher implements ReplicatedLog.Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);
    private static final Duration WORTH_WAITING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

    /**
     * The largest number of messages that a server may have lost at the end of the stream. It is smaller than the
     * distance that a client may be ahead of a replica.
     */
    private static final long MAY_BE_LOST = 5_000;

    private final NatsStream stream;
    private final StreamTail tail;
    private final ReplicatedLog log;
    private final LeaderElection election;
    private final Backlog backlog;
    private final Replica.Neighbours neighbours;
    private final Thread thread = Daemons.thread(this::run, "stream-publisher");

    private volatile boolean closed;
    private volatile String problem;
    private volatile long term;

    /** Whether the term has begun in the stream. */
    private volatile boolean ready;

    /** The leadership to which the term belongs. */
    private long elected;

    private long sequence;
    private long lastReplayable;

    /** @param neighbours gives the information for the other replicas */
    StreamPublisher(
            NatsStream stream,
            StreamTail tail,
            ReplicatedLog log,
            LeaderElection election,
            int mostWaiting,
            Replica.Neighbours neighbours) {
        this.stream = stream;
        this.tail = tail;
        this.log = log;
        this.election = election;
        this.backlog = new Backlog(mostWaiting);
        this.neighbours = neighbours;
    }

    void start() {
        thread.start();
    }

    @Override
    public SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        String key = headers.get(EventHeaders.ID);
        // the route does not get the event again, so it is kept even if the leadership has just ended
        boolean isKept = key != null && neighbours.takes(key);
        if (!isKept && !election.leads()) {
            throw refusal();
        }
        boolean totals = type.equals(SseMessage.TOTALS_TYPE);
        String id = key == null || key.isEmpty() || totals ? UUID.randomUUID().toString() : Envelope.headerSafe(key);
        SseMessage message =
                new SseMessage(id, 0, type, name, new String(json, StandardCharsets.UTF_8), Instant.now(), headers);
        boolean alone = backlog.isEmpty();
        Backlog.Waiting waiting =
                new Backlog.Waiting(message, totals ? neighbours.note() : null, election.term(), isKept);
        backlog.add(waiting);
        if (!isKept && !election.leads() && backlog.remove(waiting)) {
            throw refusal();
        }
        if (!alone || problem != null) {
            return message;
        }
        try {
            return waiting.sent().get(WORTH_WAITING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException slow) {
            LOG.debug("the stream confirms slowly", slow);
        }
        return message;
    }

    private IllegalStateException refusal() {
        String holder = election.holder();
        return new IllegalStateException("this replica does not lead the cluster, so it publishes nothing; "
                + (holder.isEmpty() ? "no replica leads at the moment" : holder + " leads"));
    }

    /** The leadership has begun or ended. */
    void wake() {
        backlog.wake();
        LockSupport.unpark(thread);
    }

    /** Drops the messages of earlier leaderships, because another replica has led since. */
    private void dropBefore(long leadership) {
        int left = backlog.removeBefore(leadership);
        if (left > 0) {
            LOG.warn("{} messages are dropped, because the leadership ended before they were published", left);
        }
    }

    /** The term of this process' current or last leadership; 0 before the first. */
    long term() {
        return term;
    }

    /** Whether the term of this leader has begun in the stream, and everything before it has been read. */
    boolean isReady() {
        return ready && election.leads() && term == tail.term();
    }

    /** Whether the publishing thread has not failed; otherwise only a restart helps. */
    boolean lives() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    Backlog backlog() {
        return backlog;
    }

    /** The reason why nothing can be published, or null. */
    String problem() {
        return problem;
    }

    private void run() {
        while (!closed) {
            try {
                Backlog.Waiting next = backlog.await(AGAIN_AFTER);
                if (!election.leads()) {
                    rest();
                } else if (!ready || term != tail.term()) {
                    begin(next);
                } else if (next != null) {
                    send(next);
                }
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                ready = false;
                failed(e);
                LockSupport.parkNanos(AGAIN_AFTER.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Publishes nothing while this replica does not lead; that is no problem. Its messages wait until another replica leads,
     * because this replica may be the next leader.
     */
    private void rest() {
        ready = false;
        problem = null;
        String holder = election.holder();
        if (!holder.isEmpty() && !holder.equals(election.self())) {
            dropBefore(Long.MAX_VALUE);
        }
        LockSupport.parkNanos(AGAIN_AFTER.toNanos());
    }

    private void failed(Exception e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (problem == null && !closed) {
            LOG.warn("nothing can be published: {}. Up to {} messages wait", reason, backlog.capacity());
        }
        problem = reason;
    }

    /**
     * Begins a term: reads the stream to its end, and then publishes the begin of the term. All replicas ignore later
     * messages of older terms.
     */
    private void begin(Backlog.Waiting next) throws IOException, InterruptedException, JetStreamApiException {
        long last = stream.open().getStreamState().getLastSequence();
        if (!tail.reader().isInStep() || !tail.reader().await(last, PATIENCE)) {
            throw new IOException("the stream has not been read to its end");
        }
        long leadership = election.term();
        if (tail.term() > term && leadership == elected) {
            ready = false;
            election.depose();
            return;
        }
        if (next != null && next.message().id().equals(tail.lastTaken().id())) {
            // the message had arrived, and only the confirmation was lost
            backlog.sent(next, tail.lastTaken().message());
        }
        boolean first = term == 0;
        if (!first && tail.term() > term) {
            dropBefore(leadership);
        }
        if (first || term != tail.term()) {
            long begun = Math.max(leadership, tail.term() + 1);
            if (!election.leads()) {
                return;
            }
            stream.publishTerm(begun, last);
            if (!tail.reader().await(last + 1, PATIENCE) || tail.term() != begun) {
                throw new IOException("the stream does not show that the term has begun");
            }
            term = begun;
        }
        elected = leadership;
        number(last == 0, first);
        ready = true;
        if (problem != null) {
            problem = null;
            LOG.info("messages are published again; {} messages have waited", backlog.size());
        }
        neighbours.changed();
    }

    /**
     * Chooses the number after which this process continues. Clients may have seen messages that this process has not
     * seen: of a stream that was lost, or of the lost end of a stream.
     */
    private void number(boolean untouched, boolean first) {
        long seen = log.sequence();
        if (seen < tail.begin()) {
            // the clock is ahead of all numbers, because fewer than a thousand messages per second are published
            sequence = Math.max(tail.begin(), System.currentTimeMillis());
            lastReplayable = untouched ? 0 : sequence;
        } else {
            sequence = Math.max(sequence, seen + (first ? MAY_BE_LOST : 0));
            lastReplayable = log.lastReplayable();
        }
    }

    private void send(Backlog.Waiting next) throws IOException, JetStreamApiException {
        SseMessage message = next.message();
        // a number is left out when events were dropped, so that clients see the gap
        boolean hole = backlog.hole();
        long number = sequence + (hole ? 2 : 1);
        SseMessage numbered = new SseMessage(
                term + "-" + number,
                number,
                message.type(),
                message.name(),
                message.json(),
                message.time(),
                message.headers());
        String eventId = message.headers().get(EventHeaders.ID);
        Envelope envelope = new Envelope(
                term, numbered, hole ? number - 1 : lastReplayable, next.note(), neighbours.place(eventId));
        if (!election.leads()) {
            return;
        }
        PublishAck ack;
        try {
            // a message that came after the end of its term must not make the next leader's message look like a repeat
            ack = stream.publish(envelope, term + ":" + message.id());
        } catch (IllegalArgumentException e) {
            // NATS would refuse the message for ever, and the messages behind it would wait
            backlog.giveUpNext();
            neighbours.givenUp(eventId);
            LOG.error(
                    "a message is dropped, because NATS does not accept it: {}. The setting max_payload of NATS must be at"
                            + " least 300 kB",
                    e.getMessage());
            return;
        }
        // counts for a repeat, too, because the message may be in the stream under this number
        sequence = number;
        if (!tail.reader().await(ack.getSeqno(), PATIENCE)) {
            throw new IOException("the stream does not show what was published");
        }
        if (tail.term() != term) {
            // the message may have come after the end of its term, so that no replica shows it
            ready = false;
            return;
        }
        boolean taken = !ack.isDuplicate();
        lastReplayable = taken && !next.isTotals() ? number : envelope.before();
        backlog.sent(next, taken ? numbered : message);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
