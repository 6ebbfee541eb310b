package dev.twitchrelay.sse;

import dev.twitchrelay.sse.StreamCounters.Admission;
import io.netty.util.concurrent.EventExecutor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one event loop. After each message a round brings every client up to the newest position. A round is
 * divided into turns, so that the event loop can look at its sockets in between. Everything but {@link #schedule} and
 * {@link #shutdown} is confined to the event loop, so no state needs a lock.
 */
final class ClientLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    /** The number of clients that are served between two looks at the clock. */
    private static final int SLICE = 256;

    /** The longest turn. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EventExecutor executor;
    private final MessageLog log;
    private final StreamCounters counters;
    private final long heartbeatNanos;
    private final long slowNanos;
    private final long retryMillis;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable startRound = this::startRound;
    private final Runnable nextTurn = this::nextTurn;
    private final Map<StreamFilter, FilterGroup> groups = new HashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** In no order. When a client leaves, the last client moves to its index. */
    private StreamClient[] clients = new StreamClient[16];

    private int size;

    /** The index of the client that the round serves next. */
    private int next;

    /** The position up to which the round serves. */
    private long target;

    /** The standing event when the round began. */
    private byte[] standing;

    private boolean inRound;

    /** Whether a client has moved to an index that the round has passed already. */
    private boolean passedOver;

    private boolean shuttingDown;
    private long deliveredInRound;
    private Future<?> heartbeat;

    ClientLoop(EventExecutor executor, MessageLog log, StreamCounters counters, SseSettings settings) {
        this.executor = executor;
        this.log = log;
        this.counters = counters;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.slowNanos = settings.slowClientTimeout().toNanos();
        this.retryMillis = settings.retry().toMillis();
    }

    /** Starts a round soon, unless one is about to start. Thread-safe. */
    void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(startRound);
            } catch (RejectedExecutionException e) {
                LOG.debug("An event loop has ended; its clients are gone", e);
            }
        }
    }

    /** Opens a stream if the limits allow it. */
    Admission open(ClientConnection connection, String address, StreamFilter filter, String lastEventId) {
        if (shuttingDown) {
            return Admission.SHUTTING_DOWN;
        }
        Admission admission = counters.admit(address);
        if (admission != Admission.ADMITTED) {
            return admission;
        }
        FilterGroup group = groups.computeIfAbsent(filter, key -> new FilterGroup(log, key));
        StreamClient client = new StreamClient(this, connection, group, address);
        add(client);
        long now = System.nanoTime();
        try {
            client.open(log.start(lastEventId), log.standing(), log.isStale(), retryMillis, now);
            client.serve(log.newest().sequence(), now);
        } catch (RuntimeException e) {
            client.cut();
            throw e;
        }
        if (!inRound) {
            group.endRound();
        }
        countDelivered();
        return Admission.ADMITTED;
    }

    void delivered(int messages) {
        deliveredInRound += messages;
    }

    void cut(StreamClient client, String reason) {
        LOG.debug("Cut the stream of {}: it {}", client.address(), reason);
        counters.cut.increment();
        client.cut();
    }

    /** Serves a client in a task of its own, because a connection may call {@code drained} during a write. */
    void serveLater(StreamClient client) {
        executor.execute(() -> {
            visit(client, log.newest().sequence(), System.nanoTime());
            if (!inRound) {
                client.group().endRound();
                countDelivered();
            }
        });
    }

    void remove(StreamClient client) {
        StreamClient last = clients[--size];
        clients[client.index] = last;
        last.index = client.index;
        clients[size] = null;
        passedOver |= inRound && client.index < next;
        FilterGroup group = client.group();
        if (group.leave()) {
            groups.remove(group.filter());
            group.endRound();
        }
        counters.release(client.address());
        if (size == 0) {
            heartbeat.cancel(false);
            if (shuttingDown) {
                ended.complete(null);
            }
        }
    }

    /**
     * Says bye to every client, ends the streams, and cuts the clients that are still there after the bound.
     * Thread-safe.
     *
     * @param returnMillis gives each client its reconnect delay
     */
    CompletableFuture<Void> shutdown(LongSupplier returnMillis, long boundMillis) {
        try {
            executor.execute(() -> {
                shuttingDown = true;
                if (size == 0) {
                    ended.complete(null);
                    return;
                }
                executor.schedule(this::cutAll, boundMillis, TimeUnit.MILLISECONDS);
                sayBye(Arrays.copyOf(clients, size), 0, returnMillis);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An event loop has ended before the hub; its clients are gone", e);
            ended.complete(null);
        }
        return ended;
    }

    private void sayBye(StreamClient[] all, int from, LongSupplier returnMillis) {
        long newest = log.newest().sequence();
        int to = Math.min(from + SLICE, all.length);
        for (int i = from; i < to; i++) {
            visit(all[i], newest, System.nanoTime());
            if (!all[i].isClosed()) {
                all[i].sayBye(returnMillis.getAsLong());
            }
        }
        if (to < all.length) {
            yieldThen(() -> sayBye(all, to, returnMillis));
        }
    }

    private void cutAll() {
        while (size > 0) {
            clients[size - 1].cut();
        }
    }

    private void add(StreamClient client) {
        if (size == clients.length) {
            clients = Arrays.copyOf(clients, 2 * size);
        }
        client.index = size;
        clients[size++] = client;
        client.group().join();
        if (size == 1) {
            long tick = Math.min(TimeUnit.SECONDS.toNanos(1), Math.min(heartbeatNanos, slowNanos) / 8);
            heartbeat = executor.scheduleWithFixedDelay(this::schedule, tick, tick, TimeUnit.NANOSECONDS);
        }
    }

    private void startRound() {
        inRound = true;
        passedOver = false;
        next = 0;
        standing = log.standing();
        target = log.newest().sequence();
        nextTurn();
    }

    private void nextTurn() {
        long begun = System.nanoTime();
        long now = begun;
        do {
            serveSlice(now);
            now = System.nanoTime();
        } while (next < size && now - begun < TURN_NANOS);
        if (next < size) {
            yieldThen(nextTurn);
        } else {
            endRound();
        }
    }

    private void serveSlice(long now) {
        for (int left = SLICE; left > 0 && next < size; left--) {
            StreamClient client = clients[next];
            visit(client, target, now);
            if (next < size && clients[next] == client) {
                next++;
            }
        }
    }

    private void endRound() {
        inRound = false;
        groups.values().forEach(FilterGroup::endRound);
        countDelivered();
        scheduled.set(false);
        boolean outdated = log.newest().sequence() != target || log.standing() != standing;
        if ((passedOver || outdated) && scheduled.compareAndSet(false, true)) {
            yieldThen(startRound);
        }
    }

    /** Runs a task after the event loop has looked at its sockets. A plain task would run before. */
    private void yieldThen(Runnable task) {
        executor.schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    private void visit(StreamClient client, long upTo, long now) {
        try {
            client.tell(log.standing(), now);
            client.serve(upTo, now);
            client.check(now, upTo, log.maxLag(), slowNanos, heartbeatNanos);
        } catch (RuntimeException | OutOfMemoryError e) {
            // the error may come from direct memory; the failure of one client must not end the round for the others
            LOG.warn("Cut the stream of {} after an unexpected failure", client.address(), e);
            client.cut();
        }
    }

    private void countDelivered() {
        if (deliveredInRound > 0) {
            counters.delivered.add(deliveredInRound);
            deliveredInRound = 0;
        }
    }
}
