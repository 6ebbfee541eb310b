package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;

/**
 * What a filter lets through between two positions of the log, ready to be written. Confined to one event loop.
 */
final class Batch {

    /** A client's queue is bounded, so what is handed to it at a time is bounded too; a single message may exceed it. */
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

    /** The batch after {@code from} up to {@code target} or until it is full; null if the log no longer holds it. */
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

    /** Marks the batch as one that others will use, too. */
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

    /** The bytes to write, null if nothing passed the filter. */
    SharedBuffer buffer() {
        return buffer;
    }

    /** To be called by each that was given the batch, when it is done with it. */
    void handBack() {
        if (!shared) {
            release();
        }
    }

    /** Releases a batch that was shared. */
    void release() {
        if (buffer != null) {
            buffer.release();
        }
    }
}
