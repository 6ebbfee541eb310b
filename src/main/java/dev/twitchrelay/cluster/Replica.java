package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.kit.EventHeaders;
import dev.twitchrelay.sse.ReplicatedLog;
import dev.twitchrelay.sse.SseMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * This relay as a member of a cluster: its candidacy for the leadership and for a session, its publishing into the shared stream,
 * and its reading of that stream and of what the sessions receive. The wiring starts and stops it. Thread-safe.
 */
public final class Replica implements AutoCloseable {
    private static final String LEADER = "leader";
    private static final Duration REMINDER_INTERVAL = Duration.ofSeconds(1);
    private static final Duration ELECTION_HANGS_AFTER = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETIREMENT = Duration.ofSeconds(5);

    private final Neighbours neighbours;
    private final String self;
    private final NatsConnection nats;
    private final LeaderElection election;
    private final Presence presence;
    private final SessionHolders holders;
    private final LeadershipService leadership;
    private final ReplicatedLog log;
    private final StreamTail tail;
    private final StreamPublisher publisher;
    private final Ingress ingress;
    private final ScheduledExecutorService notifications = Daemons.timer("leadership");

    /** The rest of the relay, as the cluster sees it. Methods return soon. Thread-safe. */
    public interface Neighbours extends Ingress.Receiver {
        /**
         * Called for each message of any replica, on the thread that reads the stream.
         *
         * @param note the information that the leader sent with the message, or null
         * @param place what the leader said with the message about the events that are done, or null
         * @param own whether this replica published it
         */
        void shown(SseMessage message, String note, String place, boolean own);

        /** Information for the other replicas as one line of ASCII, or null. */
        String note();

        /**
         * What the leader says about the events that are done, as one line of ASCII, or null.
         *
         * @param eventId the id of the event that is published with it, or null
         */
        String place(String eventId);

        /** Whether an event that the route publishes comes from the cluster's sessions. */
        boolean takes(String eventId);

        /** An event cannot be published by anybody. */
        void givenUp(String eventId);

        /** Whether this replica publishes, or whether it has to hold a session, may have changed. */
        void changed();
    }

    /**
     * @param kubernetes the leader's lease in Kubernetes, or null for a lease in NATS
     * @param name the name of this candidate, see {@link #newName}
     * @param lease the time after which a silent leader is replaced, at least a second
     * @param sessions the number of replicas that hold a session with Twitch
     * @param capacity the number of messages that the leader keeps while NATS cannot be reached, and of reports that the holder
     *     of a session keeps
     */
    public Replica(
            StreamSettings settings,
            LeaseStore kubernetes,
            String name,
            Duration lease,
            int sessions,
            int capacity,
            Neighbours neighbours) {
        this.neighbours = neighbours;
        this.self = Presence.token(name);
        this.nats = new NatsConnection(settings, this::disturbed);
        this.presence = new Presence(nats, self, this::watched, this::left);
        this.election = new LeaderElection(
                kubernetes == null ? new NatsLeaseStore(nats, LEADER, lease) : kubernetes,
                name,
                lease,
                this::canPublish,
                this::couldPublishAtOnce,
                presence::isGone,
                System::nanoTime);
        this.holders =
                new SessionHolders(nats, self, sessions, lease, presence::isGone, this::tellGone, neighbours::changed);
        this.leadership = new LeadershipService(election);
        this.log = new ReplicatedLog(settings.history(), this::publish);
        NatsStream stream = NatsStream.ofMessages(nats);
        this.tail = new StreamTail(stream, log, this::shown);
        this.publisher = new StreamPublisher(stream, tail, log, election, capacity, neighbours);
        this.ingress = new Ingress(nats, self, capacity, neighbours, holders::giveUp);
    }

    /**
     * A name for this process. A restart has another name, because messages of the earlier process may still be on
     * their way.
     */
    public static String newName() throws IOException {
        return InetAddress.getLocalHost().getHostName() + "_"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private void disturbed() {
        tail.reader().disturb();
        ingress.reader().disturb();
    }

    private List<String> watched() {
        List<String> watched = new ArrayList<>(holders.others());
        watched.add(election.holder());
        return watched;
    }

    private void left() {
        election.wake();
        holders.wake();
    }

    private void tellGone(String holder) {
        ingress.sender().send(Ingress.GONE + holder);
    }

    private boolean canPublish() {
        return nats.isConnected() && publisher.lives();
    }

    private boolean couldPublishAtOnce() {
        return tail.reader().isInStep();
    }

    private SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        return publisher.publish(type, name, headers, json);
    }

    private void shown(Envelope envelope) {
        neighbours.shown(envelope.message(), envelope.note(), envelope.place(), envelope.term() == publisher.term());
    }

    /** The log for the hub. */
    public ReplicatedLog log() {
        return log;
    }

    /** The service for Camel's {@code master:}. */
    public LeadershipService leadership() {
        return leadership;
    }

    /** Begins to read the stream. Returns at once; an outage of NATS is not an error. */
    public void follow() {
        tail.reader().start();
        publisher.start();
        ingress.start();
    }

    /** Waits for the messages that were published before; false when they have not come in time. */
    public boolean awaitHistory(Duration patience) throws InterruptedException {
        return tail.awaitHistory(patience);
    }

    /** Begins to compete for the leadership. */
    public void compete() {
        election.listen(leads -> {
            publisher.wake();
            notifications.execute(leadership::tell);
        });
        election.start();
        holders.start();
        presence.start();
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

    /** The name of this replica among the holders of sessions. */
    public String name() {
        return self;
    }

    /** Gives a report of this replica's session, one line of text, to all replicas. Returns at once. */
    public void send(String report) {
        ingress.sender().send(report);
    }

    /** Sets whether this replica takes the place of a session. */
    public void want(boolean session) {
        holders.want(session);
    }

    /** Whether this replica has to hold a session. */
    public boolean holds() {
        return holders.holds();
    }

    /**
     * One session is enough from now on.
     *
     * @param keep whether it is this replica's session
     */
    public void goOnWithOne(boolean keep) {
        holders.goOnWithOne(keep);
    }

    /** Whether this replica leads, and has read everything that was published before. */
    public boolean publishes() {
        return publisher.isReady();
    }

    /** Another replica has published an event that waits to be published here. */
    public void withdraw(String eventId) {
        publisher.backlog().withdraw(Envelope.headerSafe(eventId));
    }

    /** Events are missing before the next message, and clients have to be told. */
    public void missing() {
        publisher.backlog().missing();
    }

    /** Whether the threads for election, publishing and reading work; otherwise only a restart helps. */
    public boolean lives() {
        return election.sinceLastStep().compareTo(ELECTION_HANGS_AFTER) < 0
                && tail.reader().lives()
                && ingress.reader().lives()
                && publisher.lives();
    }

    public ClusterStatus status() {
        return new ClusterStatus(
                election.self(),
                election.leads(),
                election.leads() ? election.self() : election.holder(),
                holders.holds(),
                tail.term(),
                log.isStale(),
                nats.isConnected(),
                Stream.of(
                                election.problem(),
                                tail.reader().problem(),
                                ingress.reader().problem(),
                                publisher.problem())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                publisher.backlog().size(),
                ingress.sender().size(),
                publisher.backlog().dropped() + ingress.sender().dropped(),
                tail.fenced(),
                election.elections());
    }

    /** The age of the oldest message that waits to be published. */
    public Duration backlogAge() {
        return publisher.backlog().age();
    }

    /**
     * Gives the leadership back, so that another replica can lead at once. Waiting messages are published before, for
     * at most five seconds, because a message that is not published is lost.
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
        holders.close();
        ingress.close();
        presence.close();
        notifications.shutdownNow();
        publisher.close();
        tail.reader().close();
        nats.close();
    }
}
