package dev.twitchrelay.hostile;

import dev.twitchrelay.hostile.Target.Door;
import dev.twitchrelay.hostile.Target.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One attack while it lasts: opens its connections, counts what it does, and ends all of it in time. Made for each attack
 * anew. Thread-safe.
 */
final class Assault {
    private static final int USUAL_RECEIVE_BUFFER = 64 * 1024;
    /** The kernel makes about 4 kB of it: what is not read soon comes back to the relay. */
    private static final int SMALL_RECEIVE_BUFFER = 2048;

    private final Target target;
    private final double intensity;
    private final Random random;
    private final long end;
    private final Set<HostileConnection> open = ConcurrentHashMap.newKeySet();
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "assault-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Runnable> parts = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /**
     * @param intensity how many connections are made and how often something is sent, as a part of what the behaviours say
     * @param bound after which it ends by itself
     */
    Assault(Target target, double intensity, Duration bound, long seed) {
        this.target = target;
        this.intensity = intensity;
        this.random = new Random(seed);
        this.end = System.nanoTime() + bound.toNanos();
    }

    /**
     * What an attack has done.
     *
     * @param ended connections that the relay ended or refused
     */
    record Toll(long connections, long requests, long ended) {
        Toll plus(Toll other) {
            return new Toll(connections + other.connections, requests + other.requests, ended + other.ended);
        }
    }

    /** Attacks in this way; returns when it is over and nothing of it is left. */
    void run(Way way) {
        timer.schedule(this::stop, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        try {
            way.attack(this);
        } catch (IOException theRelayEndedIt) {
            // and that has been counted
            return;
        } finally {
            stop();
            timer.shutdownNow();
            begun.complete(null);
        }
    }

    /** Done with its first connection, or at its end when it never had one. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    boolean goesOn() {
        return over.getCount() > 0 && System.nanoTime() < end;
    }

    /** Ends all connections with a reset; threads that wait on them go on, and find that it is over. */
    void stop() {
        over.countDown();
        open.forEach(HostileConnection::close);
        parts.forEach(Runnable::run);
    }

    /** Ends this, too, when it ends. */
    void onStop(Runnable part) {
        parts.add(part);
        if (!goesOn()) {
            part.run();
        }
    }

    Toll toll() {
        return new Toll(connections.sum(), requests.sum(), ended.sum());
    }

    Target target() {
        return target;
    }

    Random random() {
        return random;
    }

    double intensity() {
        return intensity;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** So many at full intensity, and at least one. */
    int some(int full) {
        return Math.max(1, (int) Math.round(full * intensity));
    }

    void requested(int number) {
        requests.add(number);
    }

    /** What another attack did in the service of this one. */
    void add(Toll toll) {
        connections.add(toll.connections());
        begun.complete(null);
        requests.add(toll.requests());
        ended.add(toll.ended());
    }

    void endedByRelay() {
        ended.increment();
    }

    void forget(HostileConnection connection) {
        open.remove(connection);
    }

    /** A connection that is in no hurry to read. */
    HostileConnection connect(Door door) throws IOException {
        return connect(door, target.transport(door), "http/1.1", SMALL_RECEIVE_BUFFER);
    }

    /** A connection that can take much at once. */
    HostileConnection connectToRead(Door door) throws IOException {
        return connect(door, target.transport(door), "http/1.1", USUAL_RECEIVE_BUFFER);
    }

    /** A connection on which nothing has been said, not even where TLS is expected. */
    HostileConnection connectBare(Door door) throws IOException {
        return connect(door, Transport.PLAIN, "", SMALL_RECEIVE_BUFFER);
    }

    /** HTTP/2, agreed upon by TLS, or in clear text without asking. */
    HostileConnection connectHttp2(Door door) throws IOException {
        return connect(door, target.transport(door), "h2", SMALL_RECEIVE_BUFFER);
    }

    private HostileConnection connect(Door door, Transport transport, String protocol, int receiveBuffer)
            throws IOException {
        HostileConnection connection = new HostileConnection(this);
        open.add(connection);
        if (!goesOn()) {
            connection.close();
        }
        connections.increment();
        begun.complete(null);
        connection.open(target.from(), target.port(door), receiveBuffer);
        if (transport == Transport.TLS) {
            connection.secure(protocol);
        }
        return connection;
    }

    /** Leaves after a while, even if a thread waits on the connection. */
    void leaveAfter(Duration time, HostileConnection connection) {
        if (goesOn()) {
            timer.schedule(connection::close, time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Waits, but not beyond the end. */
    void pause(Duration time) {
        try {
            over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Tries again and again.
     *
     * @param threads so many at once at full intensity
     * @param pace what lies at least between the beginnings of two tries of one thread
     */
    void again(int threads, Duration pace, Way.Try attempt) {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < some(threads); i++) {
            Thread thread = new Thread(() -> again(pace, attempt), "assault");
            thread.setDaemon(true);
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void again(Duration pace, Way.Try attempt) {
        while (goesOn()) {
            long began = System.nanoTime();
            try {
                attempt.once();
            } catch (IOException theRelayEndedIt) {
                // and that has been counted: the next try, please
            }
            pause(pace.minusNanos(System.nanoTime() - began));
        }
    }
}
