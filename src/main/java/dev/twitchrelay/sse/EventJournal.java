package dev.twitchrelay.sse;

import java.util.List;

/**
 * Keeps the messages of a {@link LocalLog} over the end of the process. The log reads it when it begins, and then
 * writes to it on the publishers' threads. Implementations are thread-safe, never throw, and do not make publishers
 * wait. The default methods keep nothing.
 */
public interface EventJournal {
    /** Keeps nothing. */
    EventJournal NONE = new EventJournal() {};

    /**
     * An earlier run of the process.
     *
     * @param term the term of its ids
     * @param after the position at which it began
     */
    record Run(String term, long after) {}

    /**
     * An event that was published earlier.
     *
     * @param before the position of the event before it, so that a missing event shows; 0 if there was none
     */
    record Kept(SseMessage message, long before) {}

    /** The earlier runs that are still known, oldest first. */
    default List<Run> runs() {
        return List.of();
    }

    /** The events of earlier runs that are still here, oldest first. */
    default List<Kept> messages() {
        return List.of();
    }

    /**
     * The position of the newest event of earlier runs, 0 before the first. It is greater than the position of the
     * newest of {@link #messages()} when the last events are missing.
     */
    default long last() {
        return 0;
    }

    /** The greatest position that the journal has noted in any way, 0 before the first run. */
    default long reached() {
        return 0;
    }

    /** The latest totals of earlier runs, or null. */
    default SseMessage latest() {
        return null;
    }

    /** Notes that a run begins. */
    default void begun(String term, long after) {}

    /** Keeps totals instead of earlier totals, before a client sees them. */
    default void latest(SseMessage message) {}

    /**
     * Keeps an event before a client sees it. Called in the order of positions.
     *
     * @param before as in {@link Kept}
     */
    default void published(SseMessage message, long before) {}
}
