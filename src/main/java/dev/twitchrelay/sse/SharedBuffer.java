package dev.twitchrelay.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.impl.BufferImpl;

/**
 * Bytes that go to many clients without being copied: each write takes a reference of its own, and the memory returns to
 * its pool after the last. Vert.x would make a foreign buffer unreleasable, so this replaces what it hands to Netty.
 */
final class SharedBuffer extends BufferImpl {

    private final ByteBuf bytes;

    SharedBuffer(ByteBuf bytes) {
        this.bytes = bytes;
    }

    /** Bytes that live as long as the process. */
    static SharedBuffer forever(byte[] bytes) {
        ByteBuf direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        return new SharedBuffer(Unpooled.unreleasableBuffer(direct.asReadOnly()));
    }

    /** The bytes themselves; whoever keeps them beyond the call retains them. */
    ByteBuf bytes() {
        return bytes;
    }

    @Override
    public ByteBuf getByteBuf() {
        return bytes.retainedDuplicate();
    }

    @Override
    public int length() {
        return bytes.readableBytes();
    }

    void release() {
        bytes.release();
    }
}
