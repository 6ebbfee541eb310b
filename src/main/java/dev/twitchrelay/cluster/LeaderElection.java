package dev.twitchrelay.cluster;

import dev.twitchrelay.cluster.LeaseStore.Lease;
import dev.twitchrelay.kit.Daemons;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate for the leadership. It follows the rules of Kubernetes' own leader election, with {@link LeaseWatch} for the lease of
 * another leader. The leader trusts its own lease for a shorter time, so it stops before another leader begins. One rule is
 * added: a leader that cannot publish offers its lease, and leads on until a candidate that can publish has taken it. All steps
 * run on a thread of its own. Thread-safe.
 */
final class LeaderElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

    /** The number of steps during one lease. */
    private static final int RENEWALS = 4;

    /** The part of the lease for which the leader trusts it. */
    private static final double TRUSTED_PART = 0.8;

    private final LeaseStore store;
    private final String self;
    private final Duration duration;
    private final BooleanSupplier canPublish;
    private final BooleanSupplier isReady;
    private final LongSupplier nanoTime;
    private final LeaseWatch watch;
    private final ScheduledExecutorService timer = Daemons.timer("election");
    private volatile Consumer<Boolean> listener = leads -> {};

    private volatile boolean holding;
    private volatile boolean deposed;
    private volatile long trustedUntil;
    private volatile long term;
    private volatile String holder = "";
    private volatile String problem;
    private volatile long elections;
    private volatile long lastTick;
    private Lease own;
    private long takeableSince;
    private boolean takeable;

    /**
     * @param self the candidate's name; a restart of the same candidate has another name
     * @param duration the time after which a lease ends when it is not renewed
     * @param canPublish whether messages can be published; called on the election's thread
     * @param isReady whether a leadership that begins now could publish at once; called on the election's thread
     * @param isGone whether the process of a leader is known to have ended; called on the election's thread
     * @param nanoTime the monotonic clock, for example {@link System#nanoTime()}
     */
    LeaderElection(
            LeaseStore store,
            String self,
            Duration duration,
            BooleanSupplier canPublish,
            BooleanSupplier isReady,
            Predicate<String> isGone,
            LongSupplier nanoTime) {
        this.store = store;
        this.self = self;
        this.duration = duration;
        this.canPublish = canPublish;
        this.isReady = isReady;
        this.nanoTime = nanoTime;
        this.watch = new LeaseWatch(store, self, isGone, nanoTime);
        this.lastTick = nanoTime.getAsLong();
    }

    /**
     * Sets the listener, which is told at each change whether this candidate leads. It is called on the election's
     * thread and must return soon, because the thread also renews the lease.
     */
    void listen(Consumer<Boolean> listener) {
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

    /** Makes a step soon, because the leader may have gone. */
    void wake() {
        if (!timer.isShutdown()) {
            timer.execute(this::tick);
        }
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
        Optional<Lease> renewed = store.renew(own, !canPublish.getAsBoolean());
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
        watch.look();
        boolean free = watch.isFree();
        holder = watch.holder();
        boolean ready = isReady.getAsBoolean();
        boolean mayTake = free || (watch.seen().get().offered() && ready);
        long time = nanoTime.getAsLong();
        if (mayTake && !takeable) {
            takeableSince = time;
        }
        takeable = mayTake;
        // a leader that cannot publish gets one lease duration to recover, and candidates that can publish go first
        Duration pause = free ? ready ? Duration.ZERO : duration.multipliedBy(2) : duration;
        if (mayTake && time - takeableSince >= pause.toNanos()) {
            take(watch.seen());
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
        listener.accept(true);
    }

    private void lose(String reason) {
        holding = false;
        takeable = false;
        holder = "";
        LOG.warn("{} does not lead any more: {}", self, reason);
        listener.accept(false);
    }

    /** Gives the leadership back, so that another replica can lead at once. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(duration.toMillis(), TimeUnit.MILLISECONDS) && holding) {
                holding = false;
                store.release(own);
                listener.accept(false);
            }
        } catch (IOException e) {
            LOG.debug("the lease could not be released; it ends by itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
