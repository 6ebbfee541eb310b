package dev.twitchrelay.sse;

import java.util.List;

/**
 * Where replayable messages are kept beyond the end of the process. Implementations are thread-safe, never throw and do not
 * make publishers wait.
 */
public interface EventJournal {
    /** Keeps nothing. */
    EventJournal NONE = new EventJournal() {
        @Override
        public List<Run> runs() {
            return List.of();
        }

        @Override
        public List<Kept> messages() {
            return List.of();
        }

        @Override
        public long last() {
            return 0;
        }

        @Override
        public long reached() {
            return 0;
        }

        @Override
        public void begun(String term, long after) {}

        @Override
        public SseMessage latest() {
            return null;
        }

        @Override
        public void latest(SseMessage message) {}

        @Override
        public void published(SseMessage message, long before) {}
    };

    /**
     * An earlier run of the process.
     *
     * @param term what its ids began with
     * @param after the sequence that it began after
     */
    record Run(String term, long after) {}

    /**
     * A message of an earlier run.
     *
     * @param before the sequence of the replayable message before it, 0 if there was none; so a message that is missing
     *     shows
     */
    record Kept(SseMessage message, long before) {}

    /** The earlier runs, oldest first, as far as they are still known. */
    List<Run> runs();

    /** The messages of earlier runs, oldest first, with sequences that grow; as many as there is room for. */
    List<Kept> messages();

    /**
     * The sequence of the newest message that earlier runs published, as far as is known: greater than that of the newest of
     * {@link #messages()} when the last ones are missing; 0 before the first.
     */
    long last();

    /** The greatest sequence that it has been told of in any way; 0 before the first run. */
    long reached();

    /** A run begins. */
    void begun(String term, long after);

    /** The latest message of the latest-only type that an earlier run has shown, or null. */
    SseMessage latest();

    /** A message of the latest-only type is about to be shown to clients; it takes the place of the one before. */
    void latest(SseMessage message);

    /**
     * A message is about to be shown to clients; called in the order of sequences.
     *
     * @param before as in {@link Kept}
     */
    void published(SseMessage message, long before);
}
