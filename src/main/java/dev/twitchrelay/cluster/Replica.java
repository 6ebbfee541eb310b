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
 * This relay as a member of a cluster: its candidacy for the leadership, its publishing into the shared stream, and its
 * reading of that stream. The wiring starts and stops it. Thread-safe.
 */
public final class Replica implements AutoCloseable {
    private static final Duration REMINDER_INTERVAL = Duration.ofSeconds(1);
    private static final Duration ELECTION_HANGS_AFTER = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETIREMENT = Duration.ofMillis(500);

    private final Neighbours neighbours;
    private final NatsStream stream;
    private final LeaderElection election;
    private final LeadershipService leadership;
    private final StreamPublisher publisher;
    private final ScheduledExecutorService notifications = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "leadership");
        thread.setDaemon(true);
        return thread;
    });
    private volatile StreamTail tail;
    private volatile SseHub hub;

    /** The rest of the relay, as the cluster sees it. Thread-safe. */
    public interface Neighbours {
        /**
         * Called for each message of any replica, on the thread that reads the stream.
         *
         * @param note the information that the leader sent with the message, or null
         * @param own whether this replica published it
         */
        void shown(SseMessage message, String note, boolean own);

        /** Information for the other replicas as one line of ASCII, or null. */
        String note();
    }

    Replica(
            StreamSettings settings,
            LeaseStore store,
            String name,
            Duration lease,
            int capacity,
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
        this.publisher = new StreamPublisher(stream, election, capacity, neighbours::note);
    }

    private void disturbed() {
        StreamTail current = tail;
        if (current != null) {
            current.disturb();
        }
    }

    /** The publisher for the hub. */
    public Distributor distributor() {
        return publisher;
    }

    /** The service for Camel's {@code master:}. */
    public LeadershipService leadership() {
        return leadership;
    }

    /** Begins to read the stream. Returns at once; an outage of NATS is not an error. */
    public void follow(SseHub hub) {
        this.hub = hub;
        tail = new StreamTail(
                stream,
                hub,
                envelope -> neighbours.shown(envelope.message(), envelope.note(), envelope.term() == publisher.term()));
        tail.start();
        publisher.start(hub, tail);
    }

    /** Waits for the messages that were published before; false when they have not come in time. */
    public boolean awaitHistory(Duration patience) throws InterruptedException {
        return tail.awaitHistory(patience);
    }

    /** Begins to compete for the leadership. */
    public void stand() {
        election.listen(leads -> {
            if (!leads) {
                publisher.end();
            }
            notifications.execute(leadership::tell);
        });
        election.start();
        // repeated, because master: may start its consumer a second after the leadership was lost again
        notifications.scheduleWithFixedDelay(
                () -> {
                    if (!election.leads()) {
                        leadership.tell();
                    }
                },
                REMINDER_INTERVAL.toMillis(),
                REMINDER_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whether the messages that were published before have been read. */
    public boolean hasHistory() {
        return tail != null && tail.hasHistory();
    }

    /** Whether the threads for election, publishing and reading work; otherwise only a restart helps. */
    public boolean lives() {
        return election.sinceLastStep().compareTo(ELECTION_HANGS_AFTER) < 0
                && (tail == null || (tail.lives() && publisher.lives()));
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

    /** The age of the oldest message that waits to be published. */
    public Duration backlogAge() {
        return publisher.backlog().age();
    }

    /**
     * Gives the leadership back, so that another replica can lead at once. Waiting messages are published before, for
     * at most half a second.
     */
    public void retire() {
        long end = System.nanoTime() + LONGEST_RETIREMENT.toNanos();
        while (election.leads() && !publisher.backlog().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        election.close();
    }

    @Override
    public void close() {
        retire();
        notifications.shutdownNow();
        publisher.close();
        if (tail != null) {
            tail.close();
        }
        stream.close();
    }
}
