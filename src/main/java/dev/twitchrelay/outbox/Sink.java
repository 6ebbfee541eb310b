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

/**
 * One sink: its queue, its dead letters and its counters. It outlives the versions of its route; each version brings a
 * {@link SinkWorker}. Publishers, the API and the worker call it from their threads. Thread-safe.
 */
final class Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    /** A route that is not loaded yet, or is being exchanged, comes within this time. */
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
    /** The worker that delivers holds it, so two workers never deliver at the same time. */
    final ReentrantLock turn = new ReentrantLock();

    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final EveryMinute lossLine = new EveryMinute();
    private final EveryMinute damageLine = new EveryMinute();

    private volatile SinkOptions options;
    private volatile SinkWorker worker;
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

    /** @throws IllegalStateException if another route serves this sink; that route goes on */
    synchronized void attach(SinkOptions wanted, SinkWorker serving) {
        if (worker != null) {
            throw new IllegalStateException("another route consumes outbox:" + name
                    + " already, and a sink has one: give this route a sink with a name of its own");
        }
        options = wanted;
        worker = serving;
    }

    synchronized void detach(SinkWorker serving) {
        if (worker == serving) {
            worker = null;
            acceptsUntil = clock.instant().plus(AWAY);
        }
    }

    /** The options of the latest version of its route; null before the first. */
    SinkOptions options() {
        return options;
    }

    /** Whether it has had a route in this process. */
    boolean hasBegun() {
        return options != null;
    }

    boolean isAttached() {
        return worker != null;
    }

    /** The id of the newest waiting message; null if no message waits. */
    String newestId() throws IOException {
        for (Long newest = queue.newest(); newest != null; newest = queue.newest()) {
            try {
                return queue.read(newest).id();
            } catch (MessageFolder.UnreadableException e) {
                setAside(queue, newest, e);
            }
        }
        return null;
    }

    /**
     * Keeps a message if this sink wants it.
     *
     * @throws IOException if neither the disk nor memory has room for it; the log and the status tell the loss
     */
    synchronized void offer(OutboxMessage message) throws IOException {
        if (!accepts(message)) {
            return;
        }
        try {
            queue.add(message);
        } catch (IOException e) {
            lost(e);
            throw e;
        }
        replaceStats(message);
        giveUpOverflow();
        if (worker != null) {
            worker.wake();
        }
    }

    private boolean accepts(OutboxMessage message) {
        boolean served = worker != null || clock.instant().isBefore(acceptsUntil);
        return served && (options == null ? !message.isStats() : options.isAwake() && options.wants(message));
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

    /** Of totals that wait without an event between them, only the newest are of use. */
    private void replaceStats(OutboxMessage message) {
        if (message.isStats() && queue.contains(newestStats) && (worker == null || !worker.isDelivering(newestStats))) {
            queue.remove(newestStats);
        }
        newestStats = message.isStats() ? message.sequence() : -1;
    }

    /** Gives up messages that have waited too long. */
    synchronized void giveUpOld() {
        String limit = "for more than " + settings.longestAge().toHours() + " h";
        long oldest = OutboxMessage.sequence(clock.instant().minus(settings.longestAge()));
        int count = 0;
        for (Long next = queue.oldest(); next != null && next < oldest; next = queue.oldest()) {
            if (!giveUp(next, "it waited " + limit, null)) {
                break;
            }
            count++;
        }
        if (count > 0) {
            LOG.warn(
                    "sink {}: {} messages waited {} and are given up; they are in {}",
                    name,
                    count,
                    limit,
                    settings.deadLetters(name));
        }
    }

    /**
     * Moves a message to the dead letters.
     *
     * @param kind the kind of failure, or null when the message was not tried
     * @return false if the message cannot be read just now, so that it still waits
     */
    synchronized boolean giveUp(long sequence, String reason, FailureKind kind) {
        OutboxMessage message;
        try {
            message = queue.read(sequence);
        } catch (MessageFolder.UnreadableException | NoSuchFileException damage) {
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
            deadLetters.take(message.dead(reason, kind), queue);
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

    /** Takes an unreadable file out of the way of the other messages. */
    void setAside(MessageFolder folder, long sequence, IOException why) {
        String aside = folder.setAside(sequence);
        long count = damaged.incrementAndGet();
        if (damageLine.isDue()) {
            LOG.error(
                    "sink {}: a message cannot be read ({}), and its file is set aside as {}; {} of them since the start",
                    name,
                    String.valueOf(why.getMessage()).lines().findFirst().orElse(""),
                    aside,
                    count);
        }
    }

    /** Puts all dead letters back into the queue, and lets the worker try at once. Returns how many there were. */
    synchronized int retry() throws IOException {
        int count = 0;
        try {
            for (Long next = deadLetters.oldest(); next != null; next = deadLetters.oldest()) {
                try {
                    queue.take(deadLetters.read(next).alive(), deadLetters);
                    count++;
                } catch (MessageFolder.UnreadableException | NoSuchFileException damage) {
                    setAside(deadLetters, next, damage);
                }
            }
            toldOverflow = false;
            return count;
        } finally {
            // also for the messages that came back before one that could not
            if (worker != null) {
                worker.tryNow();
            }
        }
    }

    /** Deletes the waiting messages, or the dead letters. Returns how many there were. */
    synchronized int drop(boolean waiting) {
        MessageFolder folder = waiting ? queue : deadLetters;
        int count = 0;
        for (Long next = folder.oldest(); next != null; next = folder.oldest()) {
            folder.remove(next);
            count++;
        }
        if (worker != null && !waiting) {
            worker.policy.deadLettersDropped();
        }
        return count;
    }

    /** The newest dead letter, if no message was delivered since the start and the file can be read; otherwise null. */
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

    /** Whether people are shown this sink. */
    boolean isKnown() {
        return options != null || queue.size() > 0 || deadLetters.size() > 0;
    }

    SinkStatus status() {
        SinkWorker serving = worker;
        if (serving == null) {
            return status("gone", null, "there is no route that consumes outbox:" + name);
        }
        SinkOptions wanted = options;
        return wanted.isAwake()
                ? serving.policy.status()
                : status("asleep", null, "set " + String.join(" and ", wanted.missing()));
    }

    SinkStatus status(String state, FailureKind trouble, String reason) {
        Long oldest = queue.oldest();
        long age = oldest == null
                ? 0
                : Duration.between(OutboxMessage.time(oldest), clock.instant()).toSeconds();
        return new SinkStatus(
                name,
                state,
                queue.size(),
                delivered.get(),
                retried.get(),
                deadLetters.size(),
                Math.max(0, age),
                trouble == null ? null : trouble.words(),
                reason,
                queue.inMemory() + deadLetters.inMemory(),
                lost.get());
    }
}
