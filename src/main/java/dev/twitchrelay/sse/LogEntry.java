package dev.twitchrelay.sse;

/**
 * A position in the {@link MessageLog}: a message, or a position without a message. Everything that a client needs to
 * start behind an entry is in the entry, so one volatile read of the newest entry gives a consistent view of the log.
 * Immutable.
 *
 * @param message the message, or null
 * @param sequence the position
 * @param replayable whether a client that resumes must get the entry: an event, or a hole
 * @param totalsBefore the latest totals before this entry, or null. Totals hold null, so that older totals can be freed
 * @param replayed the number of replayable entries up to and including this entry
 * @param replayableBefore the position of the replayable entry before this entry, or 0
 */
record LogEntry(
        SseMessage message,
        long sequence,
        boolean replayable,
        LogEntry totalsBefore,
        long replayed,
        long replayableBefore) {

    private static final byte[] NO_FRAME = {};

    /** The memory of an entry and its message beside their texts, roughly. */
    private static final int OBJECTS_BYTES = 256;

    /** The entry before the first message. */
    static final LogEntry ORIGIN = new LogEntry(null, 0, true, null, 0, 0);

    /** A position that connected clients pass over, because no message has its number. */
    static LogEntry blank(long sequence) {
        return new LogEntry(null, sequence, true, null, 0, 0);
    }

    /** The entry of the message that comes after this entry. */
    LogEntry next(SseMessage message) {
        boolean event = !message.isTotals();
        return new LogEntry(
                message,
                message.sequence(),
                event,
                event ? totals() : null,
                event ? replayed + 1 : replayed,
                lastReplayable());
    }

    /**
     * An event that this log does not have. A client that needs it learns that the history does not reach back so far.
     */
    LogEntry hole(long sequence) {
        return new LogEntry(null, sequence, true, totals(), replayed + 1, lastReplayable());
    }

    /** A position up to which numbers may have been used; nothing is missing there. */
    LogEntry unused(long sequence) {
        return new LogEntry(null, sequence, false, totals(), replayed, lastReplayable());
    }

    /** This event or hole with other totals before it. */
    LogEntry withTotals(LogEntry totals) {
        return new LogEntry(message, sequence, replayable, totals, replayed, replayableBefore);
    }

    /** The message as it goes over the wire; empty for a position without a message. */
    byte[] frame() {
        return message == null ? NO_FRAME : message.frame();
    }

    /** The latest totals up to and including this entry, or null. */
    LogEntry totals() {
        return message != null && message.isTotals() ? this : totalsBefore;
    }

    /** The position of the newest replayable entry up to and including this entry. */
    long lastReplayable() {
        return replayable ? sequence : replayableBefore;
    }

    /** The memory that the entry takes, roughly. */
    long bytes() {
        return message == null
                ? OBJECTS_BYTES
                : OBJECTS_BYTES + message.headers().json().length() + message.frame().length;
    }
}
