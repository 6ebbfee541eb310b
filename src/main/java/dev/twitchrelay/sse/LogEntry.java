package dev.twitchrelay.sse;

/**
 * A message in the log, with what a client that starts right after it needs to know. Immutable, so that one volatile read
 * of the newest entry gives a consistent view of everything before it.
 *
 * @param message          null in the origin, the entry before the first, and where there is none
 * @param frame            the message as it goes over the wire
 * @param sequence         its position
 * @param replayable       whether it is kept in the history
 * @param latestBefore     the latest message of the latest-only type before this one, or null; null, too, if this is one,
 *                         so that the one before can be forgotten
 * @param replayed         how many replayable messages there are up to and including this one
 * @param replayableBefore the position of the replayable message before this one, 0 if there is none
 */
record LogEntry(
        SseMessage message,
        byte[] frame,
        long sequence,
        boolean replayable,
        LogEntry latestBefore,
        long replayed,
        long replayableBefore) {

    /** What an entry and its message take beside their text, roughly. */
    private static final int OBJECTS_BYTES = 256;

    static final LogEntry ORIGIN = new LogEntry(null, new byte[0], 0, true, null, 0, 0);

    /** A position that has no message: nobody is shown anything there. */
    static LogEntry blank(long sequence) {
        return new LogEntry(null, new byte[0], sequence, true, null, 0, 0);
    }

    /** The latest message of the latest-only type as of this entry, or null. */
    LogEntry latest() {
        return replayable || message == null ? latestBefore : this;
    }

    /** The position of the newest replayable message up to and including this entry. */
    long lastReplayable() {
        return replayable ? sequence : replayableBefore;
    }

    /** How much memory it takes at most: the text is there as a frame, and as a string, of which a byte may take two. */
    long bytes() {
        long headers = message == null ? 0 : message.headers().json().length();
        return OBJECTS_BYTES + headers + 3L * frame.length;
    }
}
