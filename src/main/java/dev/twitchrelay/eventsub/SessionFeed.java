package dev.twitchrelay.eventsub;

import io.vertx.core.Context;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A running session and the queue of its messages. Messages go to the receiver of the moment, one after the other on a
 * thread of its own, so that a route may take its time without keeping the socket from answering pings. When too many
 * wait, the socket is not read until they are worked off. Without a receiver they wait: the feed outlives the route while
 * the route's file is swapped. Thread-safe.
 */
final class SessionFeed {
    private static final Duration MESSAGE_IN_WORK = Duration.ofSeconds(30);

    private final EventSubSessions sessions;
    private final EventSubEndpoint endpoint;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queueSize;
    private final ExecutorService lane;
    private final WebSocketClient client;
    private final EventSubSession session;

    private Consumer<EventSubMessage> receiver;
    private boolean working;
    private boolean stopped;

    /** Begins a session. Returns at once and does not fail because Twitch is down. */
    SessionFeed(EventSubEndpoint endpoint) throws Exception {
        EventSubComponent component = endpoint.getComponent();
        sessions = component.sessions();
        this.endpoint = endpoint;
        queueSize = endpoint.getQueueSize();
        lane = endpoint.newLane();
        client = endpoint.vertx().createWebSocketClient(endpoint.clientOptions());
        Context context = endpoint.vertx().getOrCreateContext();
        session = new EventSubSession(
                endpoint.url(),
                endpoint.settings(),
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

    /** From now on messages go here, those that waited first. */
    synchronized void attach(Consumer<EventSubMessage> next) {
        receiver = next;
        notifyAll();
    }

    /** From now on messages wait; returns when the one in work is done. */
    synchronized void detach() throws InterruptedException {
        receiver = null;
        long deadline = System.nanoTime() + MESSAGE_IN_WORK.toNanos();
        for (long left = MESSAGE_IN_WORK.toMillis(); working && left > 0; ) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    /** Ends the session. Messages that wait still go to the receiver; without one they are dropped. */
    void stop() {
        sessions.remove(session);
        session.stop();
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        endpoint.endLane(lane);
        client.close();
    }

    /** Called on the loop. */
    private void enqueue(EventSubMessage message) {
        if (waiting.incrementAndGet() >= queueSize) {
            regulate();
        }
        lane.execute(() -> {
            try {
                deliver(message);
            } finally {
                if (waiting.decrementAndGet() == queueSize / 2) {
                    session.onLoop(this::regulate);
                }
            }
        });
    }

    private void deliver(EventSubMessage message) {
        Consumer<EventSubMessage> to = begin();
        try {
            if (to != null) {
                to.accept(message);
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

    /** Looks at the queue anew, on the loop, so that it does not matter in which order the two sides ask for it. */
    private void regulate() {
        int now = waiting.get();
        if (now >= queueSize) {
            session.pause();
        } else if (now <= queueSize / 2) {
            session.resume();
        }
    }
}
