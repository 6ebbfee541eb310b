package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;

/**
 * The messages between two positions of the log that pass a filter, ready to be written. Confined to one event loop.
 */
final class Batch {

    /** The limit of one write, because the queue of a connection is bounded. A single message may be longer. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int USUAL_BYTES = 1024;

    private final long from;
    private final long to;
    private final int messages;
    private final SharedBuffer buffer;
    private boolean shared;

    private Batch(long from, long to, int messages, SharedBuffer buffer) {
        this.from = from;
        this.to = to;
        this.messages = messages;
        this.buffer = buffer;
    }

    /**
     * The batch after {@code from} up to {@code target} or until it is full; null if the log does not have it any more.
     */
    static Batch build(MessageLog log, StreamFilter filter, long from, long target) {
        ByteBuf bytes = null;
        int messages = 0;
        long at = from;
        for (; at < target; at++) {
            LogEntry entry = log.at(at + 1);
            if (entry == null) {
                if (bytes != null) {
                    bytes.release();
                }
                return null;
            }
            if (entry.message() != null && filter.passes(entry.message())) {
                byte[] frame = entry.frame();
                if (bytes == null) {
                    bytes = SharedBuffer.allocate(Math.max(USUAL_BYTES, frame.length));
                } else if (bytes.readableBytes() + frame.length > MOST_BYTES) {
                    break;
                }
                bytes.writeBytes(frame);
                messages++;
            }
        }
        return new Batch(from, at, messages, bytes == null ? null : SharedBuffer.seal(bytes));
    }

    /** Marks the batch as shared. Its {@link FilterGroup} then frees it at the end of the round. */
    void share() {
        shared = true;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    int messages() {
        return messages;
    }

    /** The bytes to write, null if no message passed the filter. */
    SharedBuffer buffer() {
        return buffer;
    }

    /** Called by a client after its write. Frees a batch that is not shared. */
    void handBack() {
        if (!shared) {
            release();
        }
    }

    /** Frees the memory; writes that have not ended keep references of their own. */
    void release() {
        if (buffer != null) {
            buffer.release();
        }
    }
}
