package dev.twitchrelay.eventsub;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of the messages of a route's sessions. A thread of the feed gives the messages to the receiver, one after the
 * other, so that a slow route does not keep the sockets from answering pings. While too many messages wait, the sockets are not
 * read. While there is no receiver, the messages wait, because the feed outlives its route when the route's file is replaced.
 * The sessions are those of a {@link SessionGroup}, and run on one loop. Thread-safe.
 */
final class SessionFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFeed.class);
    private static final Duration MESSAGE_IN_WORK = Duration.ofSeconds(30);
    private static final Duration SESSIONS_END = Duration.ofSeconds(5);

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean isCalledToWork = new AtomicBoolean();
    private final EventSubEndpoint first;
    private final ExecutorService messageThread;
    private final SessionLoop loop;
    private final SessionGroup group;
    private final Optional<SharedFeed> shared;

    private volatile int queueSize;
    private String uri;
    private Consumer<EventSubMessage> receiver;
    private boolean working;
    private boolean stopped;

    /**
     * A feed that has no sessions before {@link #use}.
     *
     * @throws IllegalStateException when the relay is one of a cluster, and another route has a feed
     */
    static SessionFeed begin(EventSubEndpoint endpoint) {
        SessionFeed feed = new SessionFeed(endpoint);
        try {
            feed.shared.ifPresent(shared -> shared.join(feed::callToWork, () -> feed.loop.execute(feed.group::adapt)));
            return feed;
        } catch (IllegalStateException e) {
            endpoint.endMessageThread(feed.messageThread);
            throw e;
        }
    }

    private SessionFeed(EventSubEndpoint endpoint) {
        first = endpoint;
        messageThread = endpoint.newMessageThread();
        loop = new VertxLoop(endpoint.vertx(), endpoint.vertx().getOrCreateContext());
        EventSubSessions sessions = endpoint.getComponent().sessions();
        shared = sessions.shared();
        group = shared.map(
                        feed -> new SessionGroup(sessions, loop, new ReportingIntake(feed.cluster()::send, feed::look)))
                .orElseGet(() -> new SessionGroup(sessions, loop, this::enqueue));
    }

    /**
     * Begins the sessions that the endpoint's URI describes, or replaces the sessions of another URI by them. Returns at once.
     * An outage of Twitch is not an error.
     */
    synchronized void use(EventSubEndpoint endpoint) throws Exception {
        if (!endpoint.getEndpointUri().equals(uri)) {
            uri = endpoint.getEndpointUri();
            queueSize = endpoint.getQueueSize();
            SessionGroup.Opener opener = new EndpointOpener(
                    endpoint, loop, shared, endpoint.vertx().createWebSocketClient(endpoint.clientOptions()));
            loop.execute(() -> group.use(opener));
        }
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
        CompletableFuture<Void> ended = new CompletableFuture<>();
        loop.execute(() -> {
            group.stop();
            // behind the work that the end of each session has left on the loop
            loop.execute(() -> ended.complete(null));
        });
        try {
            ended.get(SESSIONS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the sessions with Twitch have not ended in {} s", SESSIONS_END.toSeconds());
        }
        shared.ifPresent(SharedFeed::leave);
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        first.endMessageThread(messageThread);
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

    private void callToWork() {
        if (isCalledToWork.compareAndSet(false, true)) {
            messageThread.execute(this::work);
        }
    }

    /** Delivers the messages of the cluster's sessions, as long as this relay publishes. */
    private void work() {
        // before it looks, so that no later call is lost
        isCalledToWork.set(false);
        SharedFeed feed = shared.orElseThrow();
        for (SharedMessage next = feed.take(); next != null; next = feed.take()) {
            if (next.message != null) {
                deliver(next.message);
            }
            feed.finished(next);
        }
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
            group.pause();
        } else if (length <= queueSize / 2) {
            group.resume();
        }
    }

    /** Opens the sessions that an endpoint's URI describes. */
    private record EndpointOpener(
            EventSubEndpoint endpoint, SessionLoop loop, Optional<SharedFeed> shared, WebSocketClient client)
            implements SessionGroup.Opener {
        @Override
        public int sessions() {
            return shared.map(feed -> feed.cluster().holds() ? 1 : 0).orElse(endpoint.getSessions());
        }

        @Override
        public EventSubSession open(Set<String> seen, SessionReceiver receiver) {
            EventSubComponent component = endpoint.getComponent();
            return new EventSubSession(
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
                    component.sessions().live(),
                    receiver);
        }

        @Override
        public void close() {
            client.close();
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
