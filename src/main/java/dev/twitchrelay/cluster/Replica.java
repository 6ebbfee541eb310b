package dev.twitchrelay.cluster;

import dev.twitchrelay.sse.Distributor;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * This relay as one of several: its candidacy, its way into the stream that all share, and its view of that stream.
 * Thread-safe.
 */
public final class Replica implements AutoCloseable {
    private static final Duration REMIND_EVERY = Duration.ofSeconds(1);
    private static final Duration ELECTION_HANGS_AFTER = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final Neighbours neighbours;
    private final NatsStream stream;
    private final LeaderElection election;
    private final LeadershipService leadership;
    private final StreamPublisher publisher;
    private final ScheduledExecutorService told = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leadership");
        thread.setDaemon(true);
        return thread;
    });
    private volatile StreamTail tail;
    private volatile SseHub hub;

    /** What the rest of the relay wants to know of other replicas, and has for them. Thread-safe. */
    public interface Neighbours {
        /**
         * A message is shown, of whichever replica.
         *
         * @param note what the leader sent beside it, or null
         * @param own whether this replica published it
         */
        void shown(SseMessage message, String note, boolean own);

        /** What the others should know, on one line of ASCII; or null. */
        String note();
    }

    Replica(
            StreamSettings settings,
            LeaseStore store,
            String name,
            Duration lease,
            int mostWaiting,
            String latestOnly,
            Neighbours neighbours) {
        this.neighbours = neighbours;
        this.stream = new NatsStream(settings, latestOnly, this::disturbed);
        this.election = new LeaderElection(
                store,
                name,
                lease,
                new LeaderElection.Ability() {
                    @Override
                    public boolean connected() {
                        return stream.isConnected() && publisher.lives();
                    }

                    @Override
                    public boolean ready() {
                        return tail.isInStep();
                    }
                },
                System::nanoTime);
        this.leadership = new LeadershipService(election);
        this.publisher = new StreamPublisher(stream, election, mostWaiting, neighbours::note);
    }

    private void disturbed() {
        StreamTail current = tail;
        if (current != null) {
            current.disturb();
        }
    }

    /** Where the hub publishes to. */
    public Distributor distributor() {
        return publisher;
    }

    /** What {@code master:} asks. */
    public LeadershipService leadership() {
        return leadership;
    }

    /** Begins to follow the stream. Returns at once; that NATS is down is no failure. */
    public void follow(SseHub hub) {
        this.hub = hub;
        tail = new StreamTail(
                stream,
                hub,
                envelope -> neighbours.shown(envelope.message(), envelope.note(), envelope.term() == publisher.term()));
        tail.start();
        publisher.start(hub, tail);
    }

    /** Waits for what was published before; false when NATS did not tell in time. */
    public boolean awaitHistory(Duration patience) throws InterruptedException {
        return tail.awaitHistory(patience);
    }

    /** Begins to run for the leadership. */
    public void stand() {
        election.listen(leads -> {
            if (!leads) {
                publisher.end();
            }
            told.execute(leadership::tell);
        });
        election.start();
        // master: may start its consumer a second after the leadership has been lost again
        told.scheduleWithFixedDelay(
                () -> {
                    if (!election.leads()) {
                        leadership.tell();
                    }
                },
                REMIND_EVERY.toMillis(),
                REMIND_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whether what was published before has been read, once. */
    public boolean hasHistory() {
        return tail != null && tail.hasHistory();
    }

    /** Whether elections, publishing and following go on; if not, only a restart helps. */
    public boolean lives() {
        return election.sinceLastStep().compareTo(ELECTION_HANGS_AFTER) < 0
                && (tail == null || tail.lives() && publisher.lives());
    }

    public ClusterStatus status() {
        return new ClusterStatus(
                election.self(),
                election.leads(),
                election.leads() ? election.self() : election.holder(),
                tail == null ? 0 : tail.term(),
                hub == null || hub.isStale(),
                stream.isConnected(),
                Stream.of(election.problem(), tail == null ? null : tail.problem(), publisher.problem())
                        .filter(problem -> problem != null)
                        .findFirst()
                        .orElse(null),
                publisher.backlog().size(),
                publisher.backlog().dropped(),
                tail == null ? 0 : tail.fenced(),
                election.elections());
    }

    /** How long the oldest message that waits has waited. */
    public Duration backlogAge() {
        return publisher.backlog().age();
    }

    /** Hands the leadership over, so that another replica goes on at once; what waits goes out before, if it can at once. */
    public void retire() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        while (election.leads() && !publisher.backlog().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        election.close();
    }

    @Override
    public void close() {
        retire();
        told.shutdownNow();
        publisher.close();
        if (tail != null) {
            tail.close();
        }
        stream.close();
    }
}
