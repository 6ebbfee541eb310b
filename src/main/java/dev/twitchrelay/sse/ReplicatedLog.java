package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The log of one of several relays that have the same messages. The cluster numbers the messages and gives them to
 * every replica, by {@link #catchUp} and {@link #receive}. A message that is published here comes back in this way,
 * too. Thread-safe.
 *
 * <p>An id is {@code TERM-NUMBER}. The term is the number of a leadership. The numbers go on over all terms, so the
 * number alone is the position.
 */
public final class ReplicatedLog extends MessageLog {

    private static final Pattern TERM = Pattern.compile("[1-9][0-9]{0,17}");

    /** The term before the history is known; no leadership has it. */
    private static final String NO_TERM = "0";

    private static final String FIRST_TERM = "1";

    private final Publisher publisher;
    private volatile long begin;
    private volatile long received;
    private volatile boolean stale;

    /** Gives a message to all replicas. Implementations are thread-safe. */
    public interface Publisher {
        /**
         * Takes a message that has been checked. May wait a moment for its number, and never waits for a client.
         *
         * @return the message; its sequence is 0 as long as it has no number
         * @throws IllegalStateException when this replica may not publish; the message of the exception says why
         */
        SseMessage publish(String type, String name, EventHeaders headers, byte[] json);
    }

    /** @param historySize the number of events in the history */
    public ReplicatedLog(int historySize, Publisher publisher) {
        super(NO_TERM, historySize, HISTORY_BYTES);
        this.publisher = publisher;
    }

    @Override
    SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        return publisher.publish(type, name, headers, json);
    }

    /**
     * Takes the messages that were published before this replica came. They become history.
     *
     * @param kept the events, oldest first
     * @param totals the latest totals, or null
     * @param begin no message has a lower number; an id with a lower number is not known
     */
    public void catchUp(List<EventJournal.Kept> kept, EventJournal.Kept totals, long begin) {
        synchronized (this) {
            this.begin = begin;
            restore(kept);
            if (totals != null) {
                leaveHole(totals.before());
                LogEntry entry = newest().next(totals.message());
                show(entry.sequence() > sequence() ? entry : newest().withTotals(entry));
            }
            SseMessage message = newest().message();
            setTerm(message == null ? FIRST_TERM : termOf(message));
        }
        announce();
    }

    /**
     * Takes the next message of any replica. Numbers that were left out stay without a message.
     *
     * @param before the number of the event before the message, so that a missing event shows; 0 if there was none
     * @return whether the message is new; its number is greater than all earlier numbers then
     */
    public boolean receive(SseMessage message, long before) {
        synchronized (this) {
            if (message.sequence() <= sequence()) {
                return false;
            }
            leaveOut(message.sequence(), before > newest().lastReplayable() ? before : 0);
            leaveHole(before);
            LogEntry entry = newest().next(message);
            add(entry);
            setTerm(termOf(message));
            received++;
            show(entry);
        }
        announce();
        return true;
    }

    /** Notes that an event is missing if this log does not have the event at a position. */
    private void leaveHole(long position) {
        if (position > newest().lastReplayable()) {
            show(newest().hole(Math.max(position, sequence())));
        }
    }

    private static String termOf(SseMessage message) {
        return message.id().substring(0, message.id().lastIndexOf('-'));
    }

    /** Sets whether new messages may be missing at the moment. */
    public void stale(boolean stale) {
        this.stale = stale;
    }

    @Override
    public boolean isStale() {
        return stale;
    }

    @Override
    public boolean knowsHistory() {
        return !term().equals(NO_TERM);
    }

    /** The number of the newest event, 0 before the first. */
    public long lastReplayable() {
        return newest().lastReplayable();
    }

    @Override
    long published() {
        return received;
    }

    @Override
    long position(String term, long number) {
        boolean ofAnotherStream = number > 0 && number < begin;
        return ofAnotherStream || !TERM.matcher(term).matches() ? UNKNOWN : number;
    }

    @Override
    Start start(String lastEventId) {
        long last = lastEventId == null ? UNKNOWN : position(lastEventId);
        // asked first: a history that comes in the meantime cuts the client, and the client resumes
        if (!knowsHistory()) {
            boolean unknown = last == UNKNOWN;
            return new Start(
                    unknown ? NO_TERM + "-0" : lastEventId, 0, null, unknown && lastEventId != null ? null : List.of());
        }
        long ahead = last - sequence();
        if (ahead > 0 && ahead <= maxLag()) {
            // another replica was a little faster, and this replica will get the messages that the client has seen
            return new Start(lastEventId, last, null, List.of());
        }
        Start start = super.start(lastEventId);
        return last == UNKNOWN || start.missed() == null
                ? start
                : new Start(lastEventId, start.position(), start.totals(), start.missed());
    }
}
