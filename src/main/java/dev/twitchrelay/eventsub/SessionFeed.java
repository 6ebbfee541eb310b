package dev.twitchrelay.eventsub;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A running session and the queue of its messages. A thread of the feed gives the messages to the receiver, one after
 * the other, so that a slow route does not keep the socket from answering pings. While too many messages wait, the
 * socket is not read. While there is no receiver, the messages wait, because the feed outlives its route when the
 * route's file is replaced. Thread-safe.
 */
final class SessionFeed {
    private static final Duration MESSAGE_IN_WORK = Duration.ofSeconds(30);

    private final EventSubSessions sessions;
    private final EventSubEndpoint endpoint;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queueSize;
    private final ExecutorService messageThread;
    private final WebSocketClient client;
    private final EventSubSession session;

    private Consumer<EventSubMessage> receiver;
    private boolean working;
    private boolean stopped;

    /** Begins a session and returns at once. An outage of Twitch is not an error. */
    SessionFeed(EventSubEndpoint endpoint) throws Exception {
        EventSubComponent component = endpoint.getComponent();
        sessions = component.sessions();
        this.endpoint = endpoint;
        queueSize = endpoint.getQueueSize();
        messageThread = endpoint.newMessageThread();
        client = endpoint.vertx().createWebSocketClient(endpoint.clientOptions());
        Context context = endpoint.vertx().getOrCreateContext();
        session = new EventSubSession(
                endpoint.url(),
                endpoint.limits(),
                endpoint.specs(),
                new VertxConnector(client, endpoint::connectOptions),
                component.subscriptionClient(),
                component.accounts()::resolve,
                component.accounts()::resolveOrLast,
                new VertxLoop(endpoint.vertx(), context),
                new Random(),
                sessions.seen(),
                this::enqueue);
        sessions.add(session);
        session.start();
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

    /** Ends the session. The receiver still gets the messages that wait; without a receiver they are dropped. */
    void stop() {
        sessions.remove(session);
        session.stop();
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
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
                    session.loop.execute(this::regulate);
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
     * Pauses or resumes the socket according to the queue's length. It runs on the loop and reads the length there, so
     * the order of the requests does not matter.
     */
    private void regulate() {
        int length = waiting.get();
        if (length >= queueSize) {
            session.pause();
        } else if (length <= queueSize / 2) {
            session.resume();
        }
    }

    /** The session's loop on a Vert.x event loop. */
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
