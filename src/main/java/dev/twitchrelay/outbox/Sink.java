package dev.twitchrelay.outbox;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for one sink, and how it is doing; outlives the versions of its route. Thread-safe. */
final class Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    /** A route that is being exchanged, or not loaded yet, is away for less than this. */
    private static final Duration AWAY = Duration.ofSeconds(30);

    private static final int DEAD_LETTERS_KEPT = 10_000;

    final String name;
    final MessageFolder queue;
    final MessageFolder deadLetters;
    final CallLimit limit;
    final OutboxSettings settings;
    final Clock clock;
    final AtomicLong delivered = new AtomicLong();
    final AtomicLong retried = new AtomicLong();
    /** Held by the lane that delivers: never by two. */
    final ReentrantLock turn = new ReentrantLock();

    private final AtomicLong givenUp = new AtomicLong();

    private volatile SinkOptions options;
    private volatile Lane lane;
    private Instant acceptsUntil;
    private long newestStats = -1;
    private boolean toldOverflow;

    Sink(String name, OutboxSettings settings, Clock clock) throws IOException {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.queue = new MessageFolder(settings.queue(name), settings.force());
        this.deadLetters = new MessageFolder(settings.deadLetters(name), settings.force());
        this.limit = new CallLimit(settings.queue(name).resolve("closed-until"), clock);
        this.acceptsUntil = clock.instant().plus(AWAY);
    }

    /** @throws IllegalStateException if another route serves it, which goes on */
    synchronized void attach(SinkOptions wanted, Lane serving) {
        if (lane != null) {
            throw new IllegalStateException("another route consumes outbox:" + name
                    + " already, and a sink has one: give this route a sink with a name of its own");
        }
        options = wanted;
        lane = serving;
    }

    synchronized void detach(Lane serving) {
        if (lane == serving) {
            lane = null;
            acceptsUntil = clock.instant().plus(AWAY);
        }
    }

    SinkOptions options() {
        return options;
    }

    boolean isAttached() {
        return lane != null;
    }

    /** The id of the newest message that waits; null when none does. */
    String newestId() throws IOException {
        Long newest = queue.newest();
        return newest == null ? null : queue.read(newest).id();
    }

    /** Keeps a message if this sink wants it. */
    void offer(OutboxMessage message) throws IOException {
        if (keep(message)) {
            // not while this is locked: the lane locks in the other order
            Lane serving = lane;
            if (serving != null) {
                serving.wake();
            }
        }
    }

    private synchronized boolean keep(OutboxMessage message) throws IOException {
        SinkOptions wanted = options;
        boolean accepts = wanted == null
                ? clock.instant().isBefore(acceptsUntil) && !message.isStats()
                : wanted.isAwake() && (lane != null || clock.instant().isBefore(acceptsUntil)) && wanted.wants(message);
        if (!accepts) {
            return false;
        }
        queue.add(message);
        replaceStats(message);
        while (queue.size() > settings.mostMessages()) {
            giveUp(queue.oldest(), "more than " + settings.mostMessages() + " messages waited", null);
            if (!toldOverflow) {
                toldOverflow = true;
                LOG.warn(
                        "sink {}: more than {} messages wait, so the oldest are given up; they are in {}",
                        name,
                        settings.mostMessages(),
                        settings.deadLetters(name));
            }
        }
        return true;
    }

    /** Of totals that wait one behind the other only the newest are of interest. */
    private void replaceStats(OutboxMessage message) throws IOException {
        if (message.isStats() && newestStats >= 0 && queue.contains(newestStats) && !isInDelivery(newestStats)) {
            queue.remove(newestStats);
        }
        newestStats = message.isStats() ? message.sequence() : -1;
    }

    private boolean isInDelivery(long sequence) {
        Lane serving = lane;
        return serving != null && serving.isDelivering(sequence);
    }

    /** Gives up what has waited too long. */
    synchronized void giveUpOld() throws IOException {
        long oldest = OutboxMessage.sequence(clock.instant().minus(settings.longestAge()));
        int count = 0;
        for (Long next = queue.oldest(); next != null && next < oldest; next = queue.oldest()) {
            giveUp(next, "it waited for more than " + settings.longestAge().toHours() + " h", null);
            count++;
        }
        if (count > 0) {
            LOG.warn(
                    "sink {}: {} messages waited for more than {} h and are given up; they are in {}",
                    name,
                    count,
                    settings.longestAge().toHours(),
                    settings.deadLetters(name));
        }
    }

    /**
     * Moves a message to the dead letters.
     *
     * @param failure what kind of reason it is, or null when the message was not tried
     */
    synchronized void giveUp(long sequence, String reason, Failure failure) throws IOException {
        try {
            deadLetters.add(queue.read(sequence).dead(reason, failure));
            queue.remove(sequence);
        } catch (IOException unreadable) {
            LOG.error(
                    "sink {}: message {} cannot be read ({}); its file is set aside",
                    name,
                    sequence,
                    unreadable.getClass().getSimpleName());
            queue.setAside(sequence);
        }
        givenUp.incrementAndGet();
        while (deadLetters.size() > DEAD_LETTERS_KEPT) {
            deadLetters.remove(deadLetters.oldest());
        }
    }

    /** Everything dead is to be delivered again, and whoever waits tries at once. Returns how many were dead. */
    int retry() throws IOException {
        int count = revive();
        Lane serving = lane;
        if (serving != null) {
            serving.tryNow();
        }
        return count;
    }

    private synchronized int revive() throws IOException {
        int count = 0;
        for (Long next = deadLetters.oldest(); next != null; next = deadLetters.oldest()) {
            try {
                queue.add(deadLetters.read(next).alive());
                deadLetters.remove(next);
                count++;
            } catch (IOException unreadable) {
                deadLetters.setAside(next);
            }
        }
        toldOverflow = false;
        return count;
    }

    /** Deletes the dead letters, or what waits. Returns how many there were. */
    int drop(boolean waiting) throws IOException {
        int count = delete(waiting);
        Lane serving = lane;
        if (serving != null && !waiting) {
            serving.seen();
        }
        return count;
    }

    private synchronized int delete(boolean waiting) throws IOException {
        MessageFolder folder = waiting ? queue : deadLetters;
        int count = 0;
        for (Long next = folder.oldest(); next != null; next = folder.oldest()) {
            folder.remove(next);
            count++;
        }
        return count;
    }

    /** The newest dead letter while nothing was delivered since the start; otherwise, or when it cannot be read, null. */
    OutboxMessage newestDeadBeforeAnySuccess() {
        Long newest = delivered.get() > 0 ? null : deadLetters.newest();
        try {
            return newest == null ? null : deadLetters.read(newest);
        } catch (IOException unreadable) {
            return null;
        }
    }

    long givenUp() {
        return givenUp.get();
    }

    /** Whether there is something to tell of it. */
    boolean isKnown() {
        return options != null || queue.size() > 0 || deadLetters.size() > 0;
    }

    SinkStatus status() {
        Long oldest = queue.oldest();
        long age = oldest == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(OutboxMessage.time(oldest), clock.instant())
                                .toSeconds());
        Lane serving = lane;
        SinkOptions wanted = options;
        String state;
        String trouble = null;
        String reason;
        if (serving == null) {
            state = "gone";
            reason = "there is no route that consumes outbox:" + name;
        } else if (!wanted.isAwake()) {
            state = "asleep";
            reason = "set " + String.join(" and ", wanted.missing());
        } else {
            Failure failure = serving.failure();
            state = serving.state().word();
            trouble = failure == null ? null : failure.words();
            reason = serving.reason();
        }
        return new SinkStatus(
                name, state, queue.size(), delivered.get(), retried.get(), deadLetters.size(), age, trouble, reason);
    }
}
