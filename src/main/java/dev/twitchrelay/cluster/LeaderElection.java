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
 * A candidate for the leadership. It follows the rules of Kubernetes' own leader election: a lease counts from the time
 * at which its last change was <em>seen</em>, so that clocks need not agree, and the leader trusts its own lease for a
 * shorter time, so that it stops before another leader begins. One rule is added: a leader that cannot publish offers
 * its lease and leads on until a candidate that can publish has taken it. All steps run on a thread of its own.
 * Thread-safe.
 */
final class LeaderElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    private static final int RENEWALS = 4;
    private static final double TRUSTED_PART = 0.8;

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

    /** The conditions of a leadership beyond the lease. Called on the election's thread. */
    interface Ability {
        /** Whether messages can be published. */
        boolean connected();

        /** Whether a leadership that begins now could publish at once. */
        boolean ready();
    }

    /**
     * Called at each change of the leadership on the election's thread. It must return soon, because the thread also
     * renews the lease.
     */
    interface Listener {
        void leads(boolean leads);
    }

    /**
     * @param self the candidate's name; a restart of the same candidate has another name
     * @param duration the time after which a lease ends when it is not renewed
     * @param ability tells whether this candidate can publish
     * @param nanoTime the monotonic clock, for example {@link System#nanoTime()}
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

    /** Sets the listener. */
    void listen(Listener listener) {
        this.listener = listener;
    }

    /** Begins to compete for the leadership. */
    void start() {
        long every = duration.toMillis() / RENEWALS;
        timer.scheduleWithFixedDelay(this::tick, 0, every, TimeUnit.MILLISECONDS);
    }

    /** Whether this candidate leads at this moment. The answer is also right directly after the process was frozen. */
    boolean leads() {
        return holding && !deposed && nanoTime.getAsLong() - trustedUntil < 0;
    }

    /** The number of this candidate's current or last leadership; 0 before the first. */
    long term() {
        return term;
    }

    /** The name of the leader; empty when none is known. */
    String holder() {
        return holder;
    }

    String self() {
        return self;
    }

    /** The number of elections that this candidate won. */
    long elections() {
        return elections;
    }

    /** The reason why the lease cannot be read or written, or null while it can. */
    String problem() {
        return problem;
    }

    /** The time since the election's last step; minutes mean that it hangs. */
    Duration sinceLastStep() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTick);
    }

    /** Ends this leadership, because a leader with a later term is known. */
    void depose() {
        deposed = true;
        timer.execute(() -> {
            if (holding) {
                lose("another replica leads");
            }
        });
    }

    /** Makes one step. The timer calls it; tests call it directly. */
    void tick() {
        try {
            if (holding) {
                renew();
            } else {
                follow();
            }
            problem = null;
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            if (problem == null) {
                LOG.warn("the leader's lease cannot be used: {}", reason);
            }
            problem = reason;
            if (holding && !leads()) {
                lose("the lease could not be renewed");
            }
        } finally {
            lastTick = nanoTime.getAsLong();
        }
    }

    private void renew() throws IOException {
        if (!leads()) {
            lose(deposed ? "another replica leads" : "the lease ended before it was renewed");
            return;
        }
        long requestedAt = nanoTime.getAsLong();
        Optional<Lease> renewed = store.renew(own, !ability.connected());
        if (renewed.isEmpty()) {
            lose("another replica has taken the lease");
            return;
        }
        own = renewed.get();
        trust(requestedAt);
    }

    private void trust(long requestedAt) {
        trustedUntil = requestedAt + (long) (duration.toNanos() * TRUSTED_PART);
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
        // a leader that cannot publish gets one lease duration to recover, and candidates that can publish go first
        Duration pause = free ? ability.ready() ? Duration.ZERO : duration.multipliedBy(2) : duration;
        if (mayTake && time - takeableSince >= pause.toNanos()) {
            take(now);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void take(Optional<Lease> now) throws IOException {
        long requestedAt = nanoTime.getAsLong();
        Optional<Lease> taken = store.take(now, self, duration);
        takeable = false;
        if (taken.isEmpty()) {
            return;
        }
        own = taken.get();
        term = own.term();
        holder = self;
        elections++;
        trust(requestedAt);
        deposed = false;
        holding = true;
        LOG.info("{} is the leader now, in term {}", self, term);
        listener.leads(true);
    }

    private void lose(String reason) {
        holding = false;
        seenAt = 0;
        takeable = false;
        holder = "";
        LOG.warn("{} does not lead any more: {}", self, reason);
        listener.leads(false);
    }

    /** Gives the leadership back, so that another replica can lead at once. */
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
            LOG.debug("the lease could not be released; it ends by itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
