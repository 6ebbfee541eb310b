package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared log: a ring of immutable entries that clients read at their own pace, and beside it the history of what can
 * be replayed. Publishers exclude each other; readers take no lock and see an entry that had to go as gone.
 */
final class MessageLog {

    private static final Logger LOG = LoggerFactory.getLogger(MessageLog.class);

    /** Twice the number of messages that a client may be behind. */
    private static final int RING = 16_384;

    /** History may take one byte in so many of the heap. */
    private static final int HEAP_PER_HISTORY = 2;

    /** What clients may be behind takes one byte in so many of what history may take; most of it is in both. */
    private static final int HISTORY_PER_RING = 4;

    /** A killed run may have used so many numbers that its journal has not got. */
    private static final long MOST_UNTOLD = 1_000;

    private final MessageIds ids;
    private final String latestOnly;
    private final int historySize;
    private final Clock clock;
    private final EventJournal journal;
    private final EntryRing ring;
    private final EntryRing history;
    private final long mostBytes;
    private volatile LogEntry newest = LogEntry.ORIGIN;
    private boolean shortened;

    MessageLog(MessageIds ids, String latestOnly, int historySize, Clock clock) {
        this(ids, latestOnly, historySize, clock, EventJournal.NONE);
    }

    /** @param journal gives the history of earlier runs, and gets what is replayable before any client does */
    MessageLog(MessageIds ids, String latestOnly, int historySize, Clock clock, EventJournal journal) {
        this(ids, latestOnly, historySize, clock, journal, Runtime.getRuntime().maxMemory() / HEAP_PER_HISTORY);
    }

    /** @param mostBytes that history may take in memory */
    MessageLog(MessageIds ids, String latestOnly, int historySize, Clock clock, EventJournal journal, long mostBytes) {
        this.ids = ids;
        this.journal = journal;
        this.latestOnly = latestOnly;
        this.historySize = historySize;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.ring = new EntryRing(RING, mostBytes / HISTORY_PER_RING);
        // some more: a reader that walks the history is not overtaken by the publishers meanwhile
        this.history = new EntryRing(historySize + Math.max(16, historySize / 4), mostBytes);
        restore();
    }

    private void restore() {
        SseMessage latest = journal.latest();
        if (latest != null) {
            newest = new LogEntry(null, new byte[0], 0, true, entry(latest, newest, latest.sequence()), 0, 0);
        }
        restore(journal.messages());
        if (journal.last() > newest.sequence()) {
            leaveHole(journal.last());
        }
        if (journal.reached() > 0 || !journal.runs().isEmpty()) {
            // behind whatever the last run may have numbered without telling
            newest = unused(Math.max(newest.sequence(), journal.reached()) + MOST_UNTOLD);
        }
    }

    /** A position that no message has, and that is not missing either. */
    private LogEntry unused(long sequence) {
        return new LogEntry(
                null, new byte[0], sequence, false, newest.latest(), newest.replayed(), newest.lastReplayable());
    }

    private void restore(List<EventJournal.Kept> kept) {
        for (EventJournal.Kept one : kept.subList(Math.max(0, kept.size() - historySize), kept.size())) {
            SseMessage message = one.message();
            if (message.sequence() <= newest.sequence()) {
                continue;
            }
            if (one.before() > newest.sequence()) {
                leaveHole(one.before());
            }
            newest = new LogEntry(
                    message,
                    EventFrame.message(message.id(), message.json().getBytes(StandardCharsets.UTF_8)),
                    message.sequence(),
                    true,
                    newest.latest(),
                    newest.replayed() + 1,
                    newest.lastReplayable());
            remember(newest);
        }
    }

    /**
     * Puts messages that were published elsewhere before this log was there behind what it has. They are history: whoever
     * follows the log at this moment cannot go on from there, and has to resume.
     *
     * @param latest the latest message of the latest-only type, or null
     * @param begin no message has a lower sequence
     */
    synchronized void catchUp(List<EventJournal.Kept> kept, EventJournal.Kept latest, long begin) {
        ids.beginAt(begin);
        restore(kept);
        if (latest != null && latest.before() > newest.lastReplayable()) {
            leaveHole(Math.max(latest.before(), newest.sequence()));
        }
        LogEntry last = newest;
        if (latest != null) {
            SseMessage message = latest.message();
            LogEntry snapshot = entry(message, last, message.sequence());
            newest = message.sequence() > last.sequence()
                    ? snapshot
                    : new LogEntry(
                            last.message(),
                            last.frame(),
                            last.sequence(),
                            true,
                            snapshot,
                            last.replayed(),
                            last.replayableBefore());
        }
        if (newest.message() != null) {
            ids.follow(newest.message().id());
        } else {
            ids.followFromTheStart();
        }
    }

    /**
     * Appends a message that has been numbered elsewhere; numbers that were left out stay without a message. Where a
     * replayable one is missing, whoever follows the log cannot go on, and has to resume.
     *
     * @param before as in {@link EventJournal.Kept}
     * @return whether it is new; one whose number is not greater than the newest has been seen
     */
    synchronized boolean receive(SseMessage message, long before) {
        if (message.sequence() <= newest.sequence()) {
            return false;
        }
        boolean replayable = !message.type().equals(latestOnly);
        long gap = message.sequence() - newest.sequence() - 1;
        boolean missing = before > newest.lastReplayable();
        if (missing) {
            leaveHole(Math.max(before, newest.sequence()));
        }
        // whoever is further behind than the ring reaches resumes anyway
        for (long blank = message.sequence() - Math.min(gap, ring.length()); blank < message.sequence(); blank++) {
            ring.put(blank, missing && blank == before ? null : LogEntry.blank(blank));
        }
        LogEntry entry = entry(message, newest, message.sequence());
        ring.put(entry.sequence(), entry);
        if (replayable) {
            remember(entry);
        }
        ids.follow(message.id());
        newest = entry;
        return true;
    }

    private LogEntry entry(SseMessage message, LogEntry before, long sequence) {
        boolean replayable = !message.type().equals(latestOnly);
        return new LogEntry(
                message,
                EventFrame.message(message.id(), message.json().getBytes(StandardCharsets.UTF_8)),
                sequence,
                replayable,
                replayable ? before.latest() : null,
                replayable ? before.replayed() + 1 : before.replayed(),
                before.lastReplayable());
    }

    /** A message that nobody has any more: who needs it is told that history does not reach back that far. */
    private void leaveHole(long sequence) {
        newest = new LogEntry(
                null, new byte[0], sequence, true, newest.latest(), newest.replayed() + 1, newest.lastReplayable());
    }

    SseMessage append(String type, String name, byte[] json) {
        return append(type, name, EventHeaders.NONE, json);
    }

    synchronized SseMessage append(String type, String name, EventHeaders headers, byte[] json) {
        LogEntry before = newest;
        long sequence = before.sequence() + 1;
        String id = ids.format(sequence);
        boolean replayable = !type.equals(latestOnly);
        SseMessage message = new SseMessage(
                id, sequence, type, name, new String(json, StandardCharsets.UTF_8), clock.instant(), headers);
        LogEntry entry = new LogEntry(
                message,
                EventFrame.message(id, json),
                sequence,
                replayable,
                replayable ? before.latest() : null,
                replayable ? before.replayed() + 1 : before.replayed(),
                before.lastReplayable());
        ring.put(sequence, entry);
        if (replayable) {
            remember(entry);
            // before any client can see it: what a client has seen is there after a kill
            journal.published(message, before.lastReplayable());
        } else {
            journal.latest(message);
        }
        newest = entry;
        return message;
    }

    /** The newest entry; one without a message at position 0 while the log is empty. */
    LogEntry newest() {
        return newest;
    }

    /** How many messages a client may be behind before it is given up. */
    int mostLag() {
        return ring.length() / 2;
    }

    /** The entry at a position up to the newest, or null if it has been overwritten. */
    LogEntry at(long sequence) {
        LogEntry entry = ring.get(sequence);
        return entry != null && entry.sequence() == sequence ? entry : null;
    }

    /**
     * The replayable entries after a position, oldest first, up to and including {@code until}; null if the history no
     * longer holds all of them.
     */
    List<LogEntry> replayableAfter(long sequence, LogEntry until) {
        Deque<LogEntry> found = new ArrayDeque<>();
        long oldest = until.replayed() - historySize;
        long missing = until.lastReplayable();
        for (long count = until.replayed(); missing > sequence; count--) {
            LogEntry entry = count > oldest ? history.get(count) : null;
            if (entry == null || entry.replayed() != count) {
                return null;
            }
            found.addFirst(entry);
            missing = entry.replayableBefore();
        }
        return new ArrayList<>(found);
    }

    /** The newest replayable entries, newest first. */
    List<LogEntry> recent(int limit) {
        List<LogEntry> found = new ArrayList<>();
        long newestCount = newest.replayed();
        long oldest = Math.max(0, newestCount - Math.min(limit, historySize));
        for (long count = newestCount; count > oldest; count--) {
            LogEntry entry = history.get(count);
            if (entry != null && entry.replayed() == count) {
                found.add(entry);
            }
        }
        return found;
    }

    private void remember(LogEntry entry) {
        long keptFrom = history.put(entry.replayed(), entry);
        if (keptFrom > Math.max(1, entry.replayed() - historySize + 1) && !shortened) {
            shortened = true;
            LOG.warn(
                    "The history keeps fewer than the {} messages of sse.history, because they would take more than {} MB; "
                            + "give Java more memory (-Xmx), or lower sse.history",
                    historySize,
                    mostBytes / 1_000_000);
        }
    }
}
