package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a hub, in the order in which every client sees them. A message is encoded once, and a client is a
 * position in the log, so a message costs its publisher the same for one client as for ten thousand.
 *
 * <ul>
 *   <li>The <em>ring</em> has the newest messages, totals included. Connected clients read from it.
 *   <li>The <em>history</em> has the newest events, as many as {@code sse.history} says, or fewer if memory is short. A client that comes back gets
 *       the events after its last id from it. A new client gets the latest totals and no event.
 *   <li>The <em>lag</em> of a client is the distance between its position and the newest message. A client whose lag is
 *       more than half the ring is cut, so that the ring never overwrites a message that a client is reading. It comes
 *       back with its last id, and the history serves it.
 *   <li>A <em>hole</em> is an event that this log does not have. Nobody can read across it: a connected client is cut,
 *       and a client that comes back from before it is told that events are missing.
 * </ul>
 *
 * <p>A {@link LocalLog} numbers its messages itself; a {@link ReplicatedLog} is one of several with the same messages.
 * One thread at a time appends. Readers take no lock; an entry that was removed reads as null.
 */
public abstract class MessageLog {

    /** The position of an id that this log does not know. */
    static final long UNKNOWN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(MessageLog.class);

    /** Twice the largest lag. */
    private static final int RING = 16_384;

    /** The history may take half of the heap. */
    static final long HISTORY_BYTES = Runtime.getRuntime().maxMemory() / 2;

    /** The ring may take this part of the bytes of the history; most of its entries are in both. */
    private static final int HISTORY_PER_RING = 4;

    private static final int LONGEST_ID = 64;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private volatile String term;
    private final int historySize;
    private final long historyBytes;
    private final EntryRing ring;
    private final EntryRing history;
    private volatile LogEntry newest = LogEntry.ORIGIN;
    private volatile Runnable onMessage = () -> {};
    private volatile byte[] standing;
    private boolean shortened;

    /**
     * Where a client starts. Until the first missed message the client holds the id that it came with, so that a
     * connection which breaks before that message resumes without a hole.
     *
     * @param id the id that the client holds at first
     * @param position the position after which the client reads from the ring
     * @param totals the latest totals, or null
     * @param missed the events that the client has missed, oldest first; null if some of them are not known any more
     */
    record Start(String id, long position, LogEntry totals, List<LogEntry> missed) {}

    /**
     * @param term the term of ids
     * @param historySize the number of events in the history
     * @param historyBytes the most memory that the history may take
     */
    MessageLog(String term, int historySize, long historyBytes) {
        this.term = term;
        this.historySize = historySize;
        this.historyBytes = historyBytes;
        this.ring = new EntryRing(RING, historyBytes / HISTORY_PER_RING);
        // some more, so that publishers do not overtake a reader that walks through the history
        this.history = new EntryRing(historySize + Math.max(16, historySize / 4), historyBytes);
    }

    /**
     * Publishes a message that the hub has checked. Any thread may call it; it never waits for a client.
     *
     * @return the message with its id
     */
    abstract SseMessage publish(String type, String name, EventHeaders headers, byte[] json);

    /** The number of messages that this log has got since it exists. */
    abstract long published();

    /** The position that the parts of an id stand for, or {@link #UNKNOWN}. */
    abstract long position(String term, long number);

    /** Whether the messages that were published before this log existed are in it. */
    public boolean knowsHistory() {
        return true;
    }

    /** Whether new messages may be missing at the moment; clients that connect are told. */
    public boolean isStale() {
        return false;
    }

    /** The position of the newest message, 0 before the first. */
    public final long sequence() {
        return newest.sequence();
    }

    /** The id of a position, {@code TERM-NUMBER}. */
    final String id(long position) {
        return term + "-" + position;
    }

    final String term() {
        return term;
    }

    final void setTerm(String term) {
        this.term = term;
    }

    /**
     * Sets the action that follows each new message and each new standing event, on the thread that brought it. It must
     * return at once.
     */
    final void onMessage(Runnable action) {
        onMessage = action;
    }

    /**
     * The frame of the standing event, or null. It has no position: every client gets the latest one at its start, and
     * again when there is another one. Each change is another object.
     */
    final byte[] standing() {
        return standing;
    }

    /** Replaces the standing event, and tells the hub. */
    final void stand(byte[] frame) {
        standing = frame;
        announce();
    }

    /** The newest entry; {@link LogEntry#ORIGIN} before the first message. */
    final LogEntry newest() {
        return newest;
    }

    /** The largest lag of a client. */
    final int maxLag() {
        return ring.length() / 2;
    }

    /** The entry at a position up to the newest, or null if the ring does not have it. */
    final LogEntry at(long sequence) {
        LogEntry entry = ring.get(sequence);
        return entry != null && entry.sequence() == sequence ? entry : null;
    }

    /** The newest events of the history, newest first. */
    final List<LogEntry> recent(int limit) {
        return recent(limit, every -> true);
    }

    /** The newest events of the history that pass the filter, newest first. */
    final List<LogEntry> recent(int limit, Predicate<SseMessage> filter) {
        List<LogEntry> found = new ArrayList<>();
        long newestCount = newest.replayed();
        long oldest = Math.max(0, newestCount - historySize);
        for (long count = newestCount; count > oldest && found.size() < limit; count--) {
            LogEntry entry = history.get(count);
            if (entry != null && entry.replayed() == count && filter.test(entry.message())) {
                found.add(entry);
            }
        }
        return found;
    }

    /**
     * Where a client starts.
     *
     * @param lastEventId the id of the last message that the client has seen; null for a new client
     */
    Start start(String lastEventId) {
        LogEntry end = newest;
        long last = lastEventId == null ? end.sequence() : position(lastEventId);
        List<LogEntry> missed = last == UNKNOWN || last > end.sequence() ? null : replayableAfter(last, end);
        return new Start(id(missed == null ? end.sequence() : last), end.sequence(), end.totals(), missed);
    }

    /** The position that an id stands for, or {@link #UNKNOWN}. */
    final long position(String id) {
        int dash = id.lastIndexOf('-');
        String number = id.substring(dash + 1);
        return dash < 0 || id.length() > LONGEST_ID || !NUMBER.matcher(number).matches()
                ? UNKNOWN
                : position(id.substring(0, dash), Long.parseLong(number));
    }

    /**
     * The events after a position, oldest first, up to and including an entry; null if the history does not have them
     * all.
     */
    private List<LogEntry> replayableAfter(long sequence, LogEntry until) {
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

    /**
     * Puts events of an earlier time into the history, and not into the ring: a client that is connected already is
     * cut, and resumes.
     *
     * @param kept the events, oldest first
     */
    final void restore(List<EventJournal.Kept> kept) {
        for (EventJournal.Kept one : kept.subList(Math.max(0, kept.size() - historySize), kept.size())) {
            if (one.message().sequence() > newest.sequence()) {
                if (one.before() > newest.sequence()) {
                    show(newest.hole(one.before()));
                }
                LogEntry entry = newest.next(one.message());
                addToHistory(entry);
                show(entry);
            }
        }
    }

    /**
     * Lets connected clients pass over the numbers between the newest entry and a position, because no message has
     * them.
     *
     * @param hole the position of an event that is missing, or 0; no client passes over it
     */
    final void leaveOut(long until, long hole) {
        // a client that is further behind than the ring reaches has to resume anyway
        long from = Math.max(newest.sequence() + 1, until - ring.length());
        for (long blank = from; blank < until; blank++) {
            ring.put(blank, blank == hole ? null : LogEntry.blank(blank));
        }
    }

    /** Stores the next entry, which nobody sees before {@link #show}. */
    final void add(LogEntry entry) {
        ring.put(entry.sequence(), entry);
        if (entry.replayable()) {
            addToHistory(entry);
        }
    }

    /** Makes an entry the newest, so that all readers see it. */
    final void show(LogEntry entry) {
        newest = entry;
    }

    /** Tells the hub that there is something new. Called without a lock. */
    final void announce() {
        onMessage.run();
    }

    private void addToHistory(LogEntry entry) {
        long keptFrom = history.put(entry.replayed(), entry);
        if (keptFrom > Math.max(1, entry.replayed() - historySize + 1) && !shortened) {
            shortened = true;
            LOG.warn(
                    "The history keeps fewer than the {} messages of sse.history, because they would take more than {} MB; "
                            + "give Java more memory (-Xmx), or lower sse.history",
                    historySize,
                    historyBytes / 1_000_000);
        }
    }
}
