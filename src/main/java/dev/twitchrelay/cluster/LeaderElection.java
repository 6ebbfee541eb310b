package dev.twitchrelay.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate for the leadership, by the rules of Kubernetes' own leader election: a lease counts from when its last change
 * was <em>seen</em>, so that clocks need not agree, and the leader itself holds it for less than that, so that it has stopped
 * before another begins. Beyond them, a leader that cannot publish offers its lease, and goes on until somebody who can has
 * taken it. Thread-safe.
 */
final class LeaderElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    private static final int RENEWALS = 4;
    private static final double TRUSTED = 0.8;

    private final LeaseStore store;
    private final String self;
    private final Duration duration;
    private final Ability ability;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer;
    private volatile Listener listener = leads -> {};

    private volatile boolean holding;
    private volatile boolean deposed;
    private volatile long trustedUntil;
    private volatile long term;
    private volatile String holder = "";
    private volatile String problem;
    private volatile long elections;
    private volatile long lastTick;
    private Lease own;
    private Optional<Lease> seen = Optional.empty();
    private long seenAt;
    private long takeableSince;
    private boolean takeable;

    /** What a leader needs beyond its lease. */
    interface Ability {
        /** Whether the way to publish is open. */
        boolean connected();

        /** Whether a leadership that begins now could publish at once. */
        boolean ready();
    }

    /** Told of each change, on the election's thread, which must not be kept. */
    interface Listener {
        void leads(boolean leads);
    }

    /**
     * @param self unlike the name of every other candidate, also that of the same one before a restart
     * @param duration how long a lease lasts without being renewed
     * @param ability whether this candidate could publish now
     * @param nanoTime such as {@link System#nanoTime()}
     */
    LeaderElection(LeaseStore store, String self, Duration duration, Ability ability, LongSupplier nanoTime) {
        this.store = store;
        this.self = self;
        this.duration = duration;
        this.ability = ability;
        this.nanoTime = nanoTime;
        this.lastTick = nanoTime.getAsLong();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "election");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Who is told. */
    void listen(Listener listener) {
        this.listener = listener;
    }

    /** Runs for the leadership from now on. */
    void start() {
        long every = duration.toMillis() / RENEWALS;
        timer.scheduleWithFixedDelay(this::tick, 0, every, TimeUnit.MILLISECONDS);
    }

    /** Whether this candidate leads at this very moment: also right after it was frozen, or hung for a while. */
    boolean leads() {
        return holding && !deposed && nanoTime.getAsLong() - trustedUntil < 0;
    }

    /** The number of the leadership that this candidate has or had last; 0 before the first. */
    long term() {
        return term;
    }

    /** Who leads, as far as is known; empty when nobody does. */
    String holder() {
        return holder;
    }

    String self() {
        return self;
    }

    /** How often this candidate has been elected. */
    long elections() {
        return elections;
    }

    /** Why the lease cannot be read or written at the moment; null while all is well. */
    String problem() {
        return problem;
    }

    /** How long ago the election last made a step; minutes mean that it hangs. */
    Duration sinceLastStep() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTick);
    }

    /** Somebody with a later term is known to lead. */
    void depose() {
        deposed = true;
        timer.execute(() -> {
            if (holding) {
                lose("somebody else leads");
            }
        });
    }

    /** One step. The timer makes them; tests may. */
    void tick() {
        try {
            if (holding) {
                renew();
            } else {
                follow();
            }
            problem = null;
        } catch (IOException | RuntimeException e) {
            String now = e.getMessage() == null ? e.toString() : e.getMessage();
            if (problem == null) {
                LOG.warn("the leader's lease cannot be used: {}", now);
            }
            problem = now;
            if (holding && !leads()) {
                lose("the lease could not be renewed");
            }
        } finally {
            lastTick = nanoTime.getAsLong();
        }
    }

    private void renew() throws IOException {
        if (!leads()) {
            lose(deposed ? "somebody else leads" : "the lease ran out before it was renewed");
            return;
        }
        long asked = nanoTime.getAsLong();
        Optional<Lease> renewed = store.renew(own, !ability.connected());
        if (renewed.isEmpty()) {
            lose("somebody else has taken the lease");
            return;
        }
        own = renewed.get();
        trust(asked);
    }

    private void trust(long asked) {
        trustedUntil = asked + (long) (duration.toNanos() * TRUSTED);
    }

    private void follow() throws IOException {
        Optional<Lease> now = store.read();
        long time = nanoTime.getAsLong();
        boolean changed = !now.map(Lease::version).equals(seen.map(Lease::version));
        if (changed || seenAt == 0) {
            seenAt = time;
        }
        seen = now;
        boolean free = now.isEmpty()
                || now.get().isFree()
                || time - seenAt > now.get().duration().toNanos();
        holder = free ? "" : now.get().holder();
        boolean mayTake = free || (now.get().offered() && ability.ready());
        if (mayTake && !takeable) {
            takeableSince = time;
        }
        takeable = mayTake;
        // a leader that is not able is given a lease duration to recover; and who is able goes before who is not
        Duration patience = free ? ability.ready() ? Duration.ZERO : duration.multipliedBy(2) : duration;
        if (mayTake && time - takeableSince >= patience.toNanos()) {
            take(now);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void take(Optional<Lease> now) throws IOException {
        long asked = nanoTime.getAsLong();
        Optional<Lease> taken = store.take(now, self, duration);
        takeable = false;
        if (taken.isEmpty()) {
            return;
        }
        own = taken.get();
        term = own.term();
        holder = self;
        elections++;
        trust(asked);
        deposed = false;
        holding = true;
        LOG.info("{} leads from now on, in term {}", self, term);
        listener.leads(true);
    }

    private void lose(String why) {
        holding = false;
        seenAt = 0;
        takeable = false;
        holder = "";
        LOG.warn("{} does not lead any more: {}", self, why);
        listener.leads(false);
    }

    /** Gives the leadership back, so that somebody else leads at once. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(duration.toMillis(), TimeUnit.MILLISECONDS) && holding) {
                holding = false;
                store.release(own);
                listener.leads(false);
            }
        } catch (IOException e) {
            LOG.debug("the lease runs out by itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
