package dev.twitchrelay.sse;

import dev.twitchrelay.kit.EventHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The log of a relay that runs alone. It numbers the messages, and its journal keeps them over a restart. Thread-safe.
 *
 * <p>An id is {@code TERM-NUMBER}. The term belongs to this run, and the numbers go on over all runs, so that an id of
 * an earlier run is never taken for another position.
 */
public final class LocalLog extends MessageLog {

    /** The most numbers that a killed run may have used without a trace in its journal. */
    private static final long MOST_UNTOLD = 1_000;

    private final EventJournal journal;
    private final Map<String, Span> earlierRuns;

    /** The position at which this run began. */
    private final long begin;

    /**
     * The positions of an earlier run.
     *
     * @param after the position at which the run began
     * @param last the position of its last event; later numbers of that run are not replayed
     */
    private record Span(long after, long last) {}

    /**
     * Continues the log of the latest run.
     *
     * @param historySize the number of events in the history
     * @param journal has the messages of earlier runs, and gets the messages of this run
     */
    public LocalLog(int historySize, EventJournal journal) {
        this(newTerm(journal), historySize, journal, HISTORY_BYTES);
    }

    LocalLog(String term, int historySize, EventJournal journal, long historyBytes) {
        super(term, historySize, historyBytes);
        this.journal = journal;
        this.earlierRuns = earlierRuns(journal);
        restore();
        this.begin = sequence();
        journal.begun(term, begin);
    }

    /** A term that is greater than all earlier terms, also when the clock has gone back. */
    private static String newTerm(EventJournal journal) {
        long latest = journal.runs().stream()
                .map(EventJournal.Run::term)
                .filter(term -> term.matches("[0-9a-z]{1,12}"))
                .mapToLong(term -> Long.parseLong(term, 36))
                .max()
                .orElse(0);
        return Long.toString(Math.max(System.currentTimeMillis(), latest + 1), 36);
    }

    private static Map<String, Span> earlierRuns(EventJournal journal) {
        Map<String, Span> spans = new HashMap<>();
        journal.runs().forEach(run -> spans.put(run.term(), new Span(run.after(), run.after())));
        for (EventJournal.Kept kept : journal.messages()) {
            String id = kept.message().id();
            long sequence = kept.message().sequence();
            spans.merge(
                    id.substring(0, Math.max(0, id.lastIndexOf('-'))),
                    new Span(kept.before(), sequence),
                    (known, found) -> new Span(known.after(), sequence));
        }
        return spans;
    }

    private void restore() {
        SseMessage totals = journal.latest();
        if (totals != null) {
            show(newest().withTotals(newest().next(totals)));
        }
        restore(journal.messages());
        if (journal.last() > sequence()) {
            show(newest().hole(journal.last()));
        }
        if (journal.reached() > 0 || !journal.runs().isEmpty()) {
            show(newest().unused(Math.max(sequence(), journal.reached()) + MOST_UNTOLD));
        }
    }

    @Override
    SseMessage publish(String type, String name, EventHeaders headers, byte[] json) {
        SseMessage message = append(type, name, headers, json);
        announce();
        return message;
    }

    private synchronized SseMessage append(String type, String name, EventHeaders headers, byte[] json) {
        LogEntry before = newest();
        long sequence = before.sequence() + 1;
        String id = id(sequence);
        SseMessage message =
                new SseMessage(id, sequence, type, name, EventFrame.message(id, json), Instant.now(), headers);
        LogEntry entry = before.next(message);
        add(entry);
        // before any client sees the message, so that the journal has everything that a client has seen
        if (message.isTotals()) {
            journal.latest(message);
        } else {
            journal.published(message, before.lastReplayable());
        }
        show(entry);
        return message;
    }

    @Override
    long published() {
        return sequence() - begin;
    }

    @Override
    long position(String term, long number) {
        if (term.equals(term())) {
            return number;
        }
        Span span = earlierRuns.get(term);
        return span == null || number < span.after() ? UNKNOWN : Math.min(number, span.last());
    }
}
