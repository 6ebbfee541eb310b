package dev.twitchrelay.cluster;

import dev.twitchrelay.cluster.LeaseStore.Lease;
import dev.twitchrelay.kit.Daemons;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which replicas hold a session with Twitch. There are as many places as sessions, and each place is a lease in NATS. A
 * replica holds one place at most. When a holder goes, another replica takes its place. While NATS is away, holders stay holders:
 * nobody can take their places. All steps run on a thread of its own. Thread-safe.
 */
final class SessionHolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHolders.class);

    /** Sessions that begin together would also end together. */
    private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(5);

    /** The number of steps during one lease. */
    private static final int STEPS = 4;

    private final String self;
    private final Duration lease;
    private final Consumer<String> goneHolders;
    private final Runnable changed;
    private final List<Place> places;
    private final ScheduledExecutorService timer = Daemons.timer("session-holders");
    private volatile boolean isWanted;
    private volatile int most;
    private volatile Place held;
    private volatile List<String> others = List.of();
    private Lease own;
    private long latestChange = System.nanoTime();

    /**
     * @param self the name of this replica
     * @param sessions the number of places
     * @param lease the time after which the place of a silent holder is free
     * @param isGone whether the process of a holder is known to have ended
     * @param goneHolders gets the name of a holder that has gone without a word
     * @param changed is called when this replica has become a holder, or is none any more; it must return soon
     */
    SessionHolders(
            NatsConnection nats,
            String self,
            int sessions,
            Duration lease,
            Predicate<String> isGone,
            Consumer<String> goneHolders,
            Runnable changed) {
        this.self = self;
        this.lease = lease;
        this.goneHolders = goneHolders;
        this.changed = changed;
        this.most = sessions;
        places = IntStream.range(0, sessions)
                .mapToObj(number -> new Place(new NatsLeaseStore(nats, "session-" + number, lease), isGone))
                .toList();
    }

    /** The place of one session. */
    private final class Place {
        private final LeaseStore store;
        private final LeaseWatch watch;
        private long term = -1;
        private String toldGone = "";

        private Place(LeaseStore store, Predicate<String> isGone) {
            this.store = store;
            watch = new LeaseWatch(store, self, isGone, System::nanoTime);
        }

        /** Looks at the place of another replica. Returns its holder, empty if the place is free. */
        private String look() throws IOException {
            watch.look();
            long now = watch.seen().map(Lease::term).orElse(0L);
            if (now != term) {
                term = now;
                latestChange = System.nanoTime();
            }
            String last = watch.seen().map(Lease::holder).orElse("");
            if (watch.isFree() && !last.isEmpty() && !last.equals(self) && !last.equals(toldGone)) {
                toldGone = last;
                goneHolders.accept(last);
            }
            return watch.holder();
        }
    }

    void start() {
        long every = lease.toMillis() / STEPS;
        timer.scheduleWithFixedDelay(this::step, 0, every, TimeUnit.MILLISECONDS);
    }

    /** Makes a step soon, because a holder may have gone. */
    void wake() {
        if (!timer.isShutdown()) {
            timer.execute(this::step);
        }
    }

    /** Whether this replica holds a place. */
    boolean holds() {
        return held != null;
    }

    /** The names of the other holders. */
    List<String> others() {
        return others;
    }

    /** Sets whether this replica takes a place. */
    void want(boolean session) {
        isWanted = session;
        wake();
    }

    /**
     * One session is enough from now on.
     *
     * @param keep whether this replica holds it
     */
    void goOnWithOne(boolean keep) {
        most = 1;
        if (!keep) {
            isWanted = false;
            wake();
        }
    }

    private void step() {
        try {
            Place mine = held;
            if (mine != null) {
                keep(mine);
            }
            List<String> seen = new ArrayList<>();
            for (Place place : places) {
                if (place != held) {
                    String holder = place.look();
                    if (!holder.isEmpty()) {
                        seen.add(holder);
                    }
                }
            }
            others = List.copyOf(seen);
            if (held == null && isWanted) {
                take();
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("the places of sessions cannot be seen", e);
        }
    }

    private void keep(Place mine) throws IOException {
        if (!isWanted) {
            mine.store.release(own);
            leave();
            return;
        }
        Optional<Lease> renewed = mine.store.renew(own, false);
        if (renewed.isPresent()) {
            own = renewed.get();
        } else {
            leave();
        }
    }

    private void leave() {
        LOG.info("this replica does not hold a session any more");
        held = null;
        changed.run();
    }

    private void take() throws IOException {
        boolean isTooSoon = !others.isEmpty() && System.nanoTime() - latestChange < BETWEEN_SESSIONS.toNanos();
        if (isTooSoon || others.size() >= most) {
            return;
        }
        for (Place place : places) {
            if (place.watch.isFree()) {
                Optional<Lease> taken = place.store.take(place.watch.seen(), self, lease);
                if (taken.isPresent()) {
                    own = taken.get();
                    place.term = own.term();
                    held = place;
                    LOG.info("this replica holds a session");
                    changed.run();
                }
                return;
            }
        }
    }

    /** The other replicas count this replica's session as ended, for example after it was frozen. It needs a fresh one. */
    void giveUp() {
        timer.execute(() -> {
            if (held != null) {
                try {
                    held.store.release(own);
                } catch (IOException e) {
                    LOG.debug("the place could not be released; it becomes free by itself", e);
                }
                leave();
            }
        });
    }

    /** Gives the place back, so that another replica takes it at once. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (timer.awaitTermination(lease.toMillis(), TimeUnit.MILLISECONDS) && held != null) {
                held.store.release(own);
            }
        } catch (IOException e) {
            LOG.debug("the place could not be released; it becomes free by itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
