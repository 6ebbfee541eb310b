package dev.twitchrelay.sse;

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
 * The clients of one event loop and the pump that serves them. Everything but {@link #schedule} and {@link #shutdown} is
 * confined to the event loop, so there is nothing to lock.
 */
final class ClientLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    /** Clients served between two looks at the clock. */
    private static final int SLICE = 256;

    /** How long a round goes on before the event loop gets to look at its sockets again. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final EventExecutor executor;
    private final MessageLog log;
    private final HubCounters counters;
    private final ClientLimits limits;
    private final long heartbeatNanos;
    private final long slowNanos;
    private final long retryMillis;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable startRound = this::startRound;
    private final Runnable nextTurn = this::nextTurn;
    private final Map<StreamFilter, FilterLane> lanes = new HashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** In no order: when a client leaves, the last one moves to its place. */
    private StreamClient[] clients = new StreamClient[16];

    private int size;

    /** The place of the client that the round serves next. */
    private int next;

    private long target;
    private boolean inRound;
    private boolean passedOver;
    private boolean shuttingDown;
    private long deliveredInRound;
    private Future<?> heartbeat;

    ClientLoop(
            EventExecutor executor, MessageLog log, HubCounters counters, ClientLimits limits, SseSettings settings) {
        this.executor = executor;
        this.log = log;
        this.counters = counters;
        this.limits = limits;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.slowNanos = settings.slowClientTimeout().toNanos();
        this.retryMillis = settings.retry().toMillis();
    }

    /** Thread-safe: sees to it that everything published so far is written, soon and once. */
    void schedule() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(startRound);
            } catch (RejectedExecutionException e) {
                LOG.debug("An event loop has ended; its clients are gone", e);
            }
        }
    }

    /** Opens a stream if there is a place left; the place is released when the stream ends. */
    Admission open(
            ClientConnection connection,
            String address,
            StreamFilter filter,
            MessageIds ids,
            String lastId,
            boolean stale) {
        if (shuttingDown) {
            return Admission.SHUTTING_DOWN;
        }
        Opening opening = Opening.of(log, ids, filter, lastId);
        Admission admission = limits.admit(address);
        if (admission != Admission.ADMITTED) {
            return admission;
        }
        FilterLane lane = lanes.computeIfAbsent(filter, key -> new FilterLane(log, key));
        StreamClient client = new StreamClient(this, connection, lane, address, opening);
        add(client);
        long now = System.nanoTime();
        try {
            client.open(opening, stale, retryMillis, now);
            client.serve(log.newest().sequence(), now);
        } catch (RuntimeException e) {
            client.cut();
            throw e;
        }
        if (!inRound) {
            lane.endRound();
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

    /** Serves one client in a task of its own, because a connection reports room while it is being written to. */
    void serveLater(StreamClient client) {
        executor.execute(() -> {
            visit(client, log.newest().sequence(), System.nanoTime());
            if (!inRound) {
                client.lane().endRound();
                countDelivered();
            }
        });
    }

    void remove(StreamClient client) {
        StreamClient last = clients[--size];
        clients[client.place] = last;
        last.place = client.place;
        clients[size] = null;
        // the last one has moved to where the round has already been
        passedOver |= inRound && client.place < next;
        if (client.lane().leave()) {
            lanes.remove(client.lane().filter());
            client.lane().endRound();
        }
        limits.release(client.address());
        if (size == 0) {
            heartbeat.cancel(false);
            if (shuttingDown) {
                ended.complete(null);
            }
        }
    }

    /** Thread-safe: says bye to every client, ends the streams and cuts those that have not ended after the bound. */
    CompletableFuture<Void> shutdown(LongSupplier byeDelay, long boundMillis) {
        try {
            executor.execute(() -> {
                shuttingDown = true;
                if (size == 0) {
                    ended.complete(null);
                    return;
                }
                executor.schedule(this::cutAll, boundMillis, TimeUnit.MILLISECONDS);
                sayBye(Arrays.copyOf(clients, size), 0, byeDelay);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An event loop has ended before the hub; its clients are gone", e);
            ended.complete(null);
        }
        return ended;
    }

    private void sayBye(StreamClient[] all, int from, LongSupplier byeDelay) {
        long newest = log.newest().sequence();
        int to = Math.min(from + SLICE, all.length);
        for (int i = from; i < to; i++) {
            visit(all[i], newest, System.nanoTime());
            if (!all[i].isClosed()) {
                all[i].sayBye(byeDelay.getAsLong());
            }
        }
        if (to < all.length) {
            executor.schedule(() -> sayBye(all, to, byeDelay), 0, TimeUnit.NANOSECONDS);
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
        client.place = size;
        clients[size++] = client;
        client.lane().join();
        if (size == 1) {
            long tick = Math.min(TimeUnit.SECONDS.toNanos(1), Math.min(heartbeatNanos, slowNanos) / 8);
            heartbeat = executor.scheduleWithFixedDelay(this::schedule, tick, tick, TimeUnit.NANOSECONDS);
        }
    }

    private void startRound() {
        inRound = true;
        passedOver = false;
        next = 0;
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
        lanes.values().forEach(FilterLane::endRound);
        countDelivered();
        scheduled.set(false);
        if ((passedOver || log.newest().sequence() != target) && scheduled.compareAndSet(false, true)) {
            yieldThen(startRound);
        }
    }

    /** A delay of zero, unlike a plain task, lets the event loop look at its sockets first. */
    private void yieldThen(Runnable task) {
        executor.schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    private void visit(StreamClient client, long upTo, long now) {
        try {
            client.serve(upTo, now);
            client.check(now, upTo, log.mostLag(), slowNanos, heartbeatNanos);
        } catch (RuntimeException | OutOfMemoryError e) {
            // out of direct memory included: one client's trouble must not end the round for the others
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
