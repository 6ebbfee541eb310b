package dev.twitchrelay.cluster;

import dev.twitchrelay.kit.Daemons;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.support.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees at once that the process of another replica has ended. Each replica answers requests on a subject of its own. NATS knows
 * who listens, and says "no responders" when the process, and so its connection, is gone. A replica counts as gone only if it
 * has answered before on the same connection, because after a failure of NATS replicas come back one after the other. A frozen
 * replica listens, so its lease has to end. Thread-safe.
 */
final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration ASK_INTERVAL = Duration.ofMillis(100);
    private static final String SUBJECT = "twitch-relay-presence.";

    private final String self;
    private final Supplier<Collection<String>> watched;
    private final Runnable left;
    private final ScheduledExecutorService timer = Daemons.timer("presence");
    private final Set<String> here = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private volatile Line line;

    /** The subjects of one connection. */
    private record Line(Connection connection, String inbox) {}

    /**
     * @param self the name of this replica
     * @param watched gives the names of the replicas whose end matters; called on a thread of this class
     * @param left is called when one of them has ended; it must return soon
     */
    Presence(NatsConnection nats, String self, Supplier<Collection<String>> watched, Runnable left) {
        this.self = self;
        this.watched = watched;
        this.left = left;
        nats.whenConnected(this::listen);
    }

    void start() {
        timer.scheduleWithFixedDelay(
                this::ask, ASK_INTERVAL.toMillis(), ASK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the process with this name is known to have ended. */
    boolean isGone(String name) {
        return gone.contains(token(name));
    }

    /** Whether the process with this name has answered. */
    boolean isHere(String name) {
        return here.contains(token(name));
    }

    private void listen(Connection connection) {
        here.clear();
        gone.clear();
        Line fresh = new Line(connection, connection.createInbox());
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(SUBJECT + token(self), request -> connection.publish(request.getReplyTo(), null));
        dispatcher.subscribe(fresh.inbox + ".*", answer -> {
            if (fresh.equals(line)) {
                answered(answer);
            }
        });
        line = fresh;
    }

    private void ask() {
        Line current = line;
        if (current == null || current.connection.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            for (String name : watched.get()) {
                if (!name.isEmpty() && !name.equals(self)) {
                    current.connection.publish(SUBJECT + token(name), current.inbox + "." + token(name), null);
                }
            }
            current.connection.flushBuffer();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the other replicas cannot be asked whether they are here", e);
        }
    }

    private void answered(Message answer) {
        String name = answer.getSubject().substring(answer.getSubject().lastIndexOf('.') + 1);
        if (!answer.isStatusMessage()) {
            here.add(name);
            gone.remove(name);
        } else if (answer.getStatus().getCode() == Status.NO_RESPONDERS_CODE && here.remove(name)) {
            gone.add(name);
            left.run();
        }
    }

    /** The name as a part of a subject. */
    static String token(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
