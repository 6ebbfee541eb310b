package dev.twitchrelay.outbox;

import dev.twitchrelay.kit.EveryMinute;
import dev.twitchrelay.kit.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final EveryMinute lossLine = new EveryMinute();
    private final EveryMinute damageLine = new EveryMinute();

    private volatile SinkOptions options;
    private volatile Lane lane;
    private Instant acceptsUntil;
    private long newestStats = -1;
    private boolean toldOverflow;

    Sink(String name, OutboxSettings settings, Clock clock, Storage storage) throws IOException {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.queue = new MessageFolder(settings.queue(name), settings.force(), storage);
        this.deadLetters = new MessageFolder(settings.deadLetters(name), settings.force(), storage);
        this.limit = new CallLimit(settings.queue(name).resolve("closed-until"), clock, storage);
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
        for (Long newest = queue.newest(); newest != null; newest = queue.newest()) {
            try {
                return queue.read(newest).id();
            } catch (MessageFolder.Unreadable e) {
                setAside(queue, newest, e);
            }
        }
        return null;
    }

    /**
     * Keeps a message if this sink wants it.
     *
     * @throws IOException if there is no room for it anywhere; then it is counted as lost, and told
     */
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
        try {
            queue.add(message);
        } catch (IOException e) {
            lost(e);
            throw e;
        }
        replaceStats(message);
        giveUpOverflow();
        return true;
    }

    private void lost(IOException why) {
        long count = lost.incrementAndGet();
        if (lossLine.isDue()) {
            LOG.error(
                    "sink {}: {} messages are lost, because neither the disk nor memory had room for them ({}): make room in"
                            + " {}, or make it writable",
                    name,
                    count,
                    why.getMessage(),
                    settings.queue(name));
        }
    }

    private void giveUpOverflow() {
        while (queue.size() > settings.mostMessages()
                && giveUp(queue.oldest(), "more than " + settings.mostMessages() + " messages waited", null)) {
            if (!toldOverflow) {
                toldOverflow = true;
                LOG.warn(
                        "sink {}: more than {} messages wait, so the oldest are given up; they are in {}",
                        name,
                        settings.mostMessages(),
                        settings.deadLetters(name));
            }
        }
    }

    /** Of totals that wait one behind the other only the newest are of interest. */
    private void replaceStats(OutboxMessage message) {
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
    synchronized void giveUpOld() {
        long oldest = OutboxMessage.sequence(clock.instant().minus(settings.longestAge()));
        int count = 0;
        for (Long next = queue.oldest(); next != null && next < oldest; next = queue.oldest()) {
            if (!giveUp(next, "it waited for more than " + settings.longestAge().toHours() + " h", null)) {
                break;
            }
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
     * @return false if it cannot be read just now, so that it still waits
     */
    synchronized boolean giveUp(long sequence, String reason, Failure failure) {
        OutboxMessage message;
        try {
            message = queue.read(sequence);
        } catch (MessageFolder.Unreadable | NoSuchFileException damage) {
            setAside(queue, sequence, damage);
            return true;
        } catch (IOException passing) {
            if (damageLine.isDue()) {
                LOG.error(
                        "sink {}: a message cannot be read just now, so it still waits: {}", name, passing.toString());
            }
            return false;
        }
        try {
            deadLetters.take(message.dead(reason, failure), queue);
        } catch (IOException noRoom) {
            lost(noRoom);
            queue.remove(sequence);
        }
        givenUp.incrementAndGet();
        while (deadLetters.size() > DEAD_LETTERS_KEPT) {
            deadLetters.remove(deadLetters.oldest());
        }
        return true;
    }

    /** A message's file cannot be read: the others go on. */
    void setAside(MessageFolder folder, long sequence, IOException why) {
        String aside = folder.setAside(sequence);
        long count = damaged.incrementAndGet();
        if (damageLine.isDue()) {
            LOG.error(
                    "sink {}: a message cannot be read ({}), and its file is set aside as {}; {} of them since the start",
                    name,
                    firstLine(String.valueOf(why.getMessage())),
                    aside,
                    count);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Everything dead is to be delivered again, and whoever waits tries at once. Returns how many were dead. */
    int retry() throws IOException {
        try {
            return revive();
        } finally {
            // also for those that came before one that could not
            Lane serving = lane;
            if (serving != null) {
                serving.tryNow();
            }
        }
    }

    private synchronized int revive() throws IOException {
        int count = 0;
        for (Long next = deadLetters.oldest(); next != null; next = deadLetters.oldest()) {
            try {
                queue.take(deadLetters.read(next).alive(), deadLetters);
                count++;
            } catch (MessageFolder.Unreadable | NoSuchFileException damage) {
                setAside(deadLetters, next, damage);
            }
        }
        toldOverflow = false;
        return count;
    }

    /** Deletes the dead letters, or what waits. Returns how many there were. */
    int drop(boolean waiting) {
        int count = delete(waiting);
        Lane serving = lane;
        if (serving != null && !waiting) {
            serving.seen();
        }
        return count;
    }

    private synchronized int delete(boolean waiting) {
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
                name,
                state,
                queue.size(),
                delivered.get(),
                retried.get(),
                deadLetters.size(),
                age,
                trouble,
                reason,
                queue.inMemory() + deadLetters.inMemory(),
                lost.get());
    }
}
