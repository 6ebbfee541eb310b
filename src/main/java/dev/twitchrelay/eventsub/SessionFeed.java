package dev.twitchrelay.eventsub;

import dev.twitchrelay.eventsub.EventSubMessage.Notification;
import dev.twitchrelay.eventsub.EventSubMessage.Welcome;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running sessions of a route and the queue of their messages. A thread of the feed gives the messages to the receiver, one
 * after the other, so that a slow route does not keep the sockets from answering pings. While too many messages wait, the
 * sockets are not read. While there is no receiver, the messages wait, because the feed outlives its route when the
 * route's file is replaced. Several sessions share one loop, and {@link SessionMerge} makes one stream of them. Thread-safe.
 */
final class SessionFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFeed.class);
    private static final Duration MESSAGE_IN_WORK = Duration.ofSeconds(30);
    /** Sessions that begin together would also end together. */
    private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(5);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final EventSubSessions sessions;
    private final EventSubEndpoint endpoint;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queueSize;
    private final ExecutorService messageThread;
    private final WebSocketClient client;
    private final SessionLoop loop;
    private final SessionMerge merge;
    private final Set<EventSubSession> running = ConcurrentHashMap.newKeySet();
    private final List<Merged> merged = new CopyOnWriteArrayList<>();

    private Consumer<EventSubMessage> receiver;
    private boolean working;
    private boolean stopped;

    /** Begins the sessions and returns at once. An outage of Twitch is not an error. */
    SessionFeed(EventSubEndpoint endpoint) throws Exception {
        sessions = endpoint.getComponent().sessions();
        this.endpoint = endpoint;
        queueSize = endpoint.getQueueSize();
        messageThread = endpoint.newMessageThread();
        client = endpoint.vertx().createWebSocketClient(endpoint.clientOptions());
        loop = new VertxLoop(endpoint.vertx(), endpoint.vertx().getOrCreateContext());
        merge = new SessionMerge(loop::nanoTime, sessions.merged(), this::enqueueOnce, this::goOnWithOne);
        if (endpoint.getSessions() == 1) {
            begin(sessions.seen(), new Alone());
            return;
        }
        beginMerged();
        loop.execute(() -> {
            look();
            for (int i = 1; i < endpoint.getSessions(); i++) {
                loop.schedule(BETWEEN_SESSIONS.multipliedBy(i), this::beginMerged);
            }
        });
    }

    private void beginMerged() {
        Merged receiver = new Merged();
        merged.add(receiver);
        begin(EventSubSessions.newSeen(), receiver);
    }

    private synchronized void begin(Set<String> seen, Receiver receiver) {
        if (stopped) {
            return;
        }
        EventSubComponent component = endpoint.getComponent();
        receiver.session = new EventSubSession(
                endpoint.url(),
                endpoint.limits(),
                endpoint.specs(),
                new VertxConnector(client, endpoint::connectOptions),
                component.subscriptionClient(),
                component.accounts()::resolve,
                component.accounts()::resolveOrLast,
                loop,
                new Random(),
                seen,
                sessions.live(),
                receiver);
        running.add(receiver.session);
        sessions.add(receiver.session);
        receiver.session.start();
    }

    private void look() {
        if (!isStopped()) {
            merge.look();
            loop.schedule(LOOK_INTERVAL, this::look);
        }
    }

    private abstract static class Receiver implements SessionReceiver {
        volatile EventSubSession session;
    }

    /** A session without others needs no merge. */
    private final class Alone extends Receiver {
        @Override
        public void began(Welcome welcome) {
            enqueue(welcome);
        }

        @Override
        public void received(EventSubMessage message) {
            enqueue(message);
        }
    }

    /** A session beside others. */
    private final class Merged extends Receiver {
        private final SessionMerge.Member member = merge.member(type -> session.subscriptions.isEnabled(type::equals));

        @Override
        public void began(Welcome welcome) {
            if (member.began()) {
                enqueue(welcome);
            }
        }

        @Override
        public void received(EventSubMessage message) {
            if (message instanceof Notification notification) {
                member.received(notification);
            } else {
                enqueueOnce(message);
            }
        }

        @Override
        public void heard() {
            member.heard();
        }

        @Override
        public void ended() {
            member.ended();
        }
    }

    /** A message that is repeated may come to another session than at first. */
    private void enqueueOnce(EventSubMessage message) {
        if (message.id().isEmpty() || sessions.seen().add(message.id())) {
            enqueue(message);
        }
    }

    private void goOnWithOne() {
        LOG.warn(
                "the sessions with Twitch deliver events that differ, so the relay cannot tell which of them are the same. It goes"
                        + " on with one session until its next start. Set twitch.eventsub.sessions to 1, and report it");
        for (Merged each : merged) {
            if (!each.member.isLive()) {
                end(each.session);
            }
        }
    }

    private void end(EventSubSession session) {
        running.remove(session);
        sessions.remove(session);
        session.stop();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Sets the receiver. It gets the waiting messages first. */
    synchronized void attach(Consumer<EventSubMessage> next) {
        receiver = next;
        notifyAll();
    }

    /**
     * Removes the receiver, so that messages wait. Returns when the receiver has finished its current message, at the
     * latest after 30 seconds.
     */
    synchronized void detach() throws InterruptedException {
        receiver = null;
        long deadline = System.nanoTime() + MESSAGE_IN_WORK.toNanos();
        for (long left = MESSAGE_IN_WORK.toMillis(); working && left > 0; ) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    /** Ends the sessions. The receiver still gets the messages that wait; without a receiver they are dropped. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        running.forEach(this::end);
        endpoint.endMessageThread(messageThread);
        client.close();
    }

    /** Called on the loop. */
    private void enqueue(EventSubMessage message) {
        if (waiting.incrementAndGet() >= queueSize) {
            regulate();
        }
        messageThread.execute(() -> {
            try {
                deliver(message);
            } finally {
                if (waiting.decrementAndGet() == queueSize / 2) {
                    loop.execute(this::regulate);
                }
            }
        });
    }

    private void deliver(EventSubMessage message) {
        Consumer<EventSubMessage> current = begin();
        try {
            if (current != null) {
                current.accept(message);
            }
        } finally {
            end();
        }
    }

    private synchronized Consumer<EventSubMessage> begin() {
        try {
            while (receiver == null && !stopped) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        working = true;
        return receiver;
    }

    private synchronized void end() {
        working = false;
        notifyAll();
    }

    /**
     * Pauses or resumes the sockets according to the queue's length. It runs on the loop and reads the length there, so
     * the order of the requests does not matter.
     */
    private void regulate() {
        int length = waiting.get();
        if (length >= queueSize) {
            running.forEach(EventSubSession::pause);
        } else if (length <= queueSize / 2) {
            running.forEach(EventSubSession::resume);
        }
    }

    /** The sessions' loop on a Vert.x event loop. */
    private record VertxLoop(Vertx vertx, Context context) implements SessionLoop {
        @Override
        public void execute(Runnable task) {
            context.runOnContext(ignored -> task.run());
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
            return () -> vertx.cancelTimer(id);
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
