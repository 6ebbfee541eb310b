package dev.twitchrelay.sse;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * Frames that go to many clients without being copied: each write takes a reference of its own, and the memory returns to
 * its pool after the last. The same memory holds them as they are and as one chunk of HTTP/1.1.
 */
final class SharedBuffer {

    /** Room before the frames for the chunk's length in hexadecimal digits. */
    private static final int HEAD = Integer.BYTES * 2 + 2;

    private static final int TAIL = 2;
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final ByteBuf chunk;
    private final int length;

    /** Made when it is asked for first; two loops may each make one of a ping, which is the same to both. */
    private Buffer forVertx;

    private SharedBuffer(ByteBuf chunk, int length) {
        this.chunk = chunk;
        this.length = length;
    }

    /** A pooled buffer to write frames to, and then to {@link #seal}. */
    static ByteBuf allocate(int frameBytes) {
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(HEAD + frameBytes + TAIL)
                .setIndex(HEAD, HEAD);
    }

    /** Ends the writing of frames; the buffer's reference passes to the result. At least one byte has been written. */
    static SharedBuffer seal(ByteBuf frames) {
        int length = frames.readableBytes();
        frames.writeByte('\r').writeByte('\n');
        int start = HEAD;
        frames.setByte(--start, '\n').setByte(--start, '\r');
        for (int rest = length; rest != 0; rest >>>= 4) {
            frames.setByte(--start, Character.forDigit(rest & 0xf, 16));
        }
        return new SharedBuffer(frames.readerIndex(start), length);
    }

    static SharedBuffer of(byte[] frames) {
        return seal(allocate(frames.length).writeBytes(frames));
    }

    /** The same with the chunk that ends a response. */
    static SharedBuffer last(byte[] frames) {
        SharedBuffer sealed = of(frames);
        return new SharedBuffer(sealed.chunk.writeBytes(LAST_CHUNK), sealed.length);
    }

    /** Bytes that live as long as the process. */
    static SharedBuffer forever(byte[] bytes) {
        ByteBuf frames = Unpooled.directBuffer(HEAD + bytes.length + TAIL).setIndex(HEAD, HEAD);
        SharedBuffer sealed = seal(frames.writeBytes(bytes));
        return new SharedBuffer(Unpooled.unreleasableBuffer(sealed.chunk), sealed.length);
    }

    /** The frames as a chunk, between the buffer's indices; whoever keeps it beyond the call retains it. */
    ByteBuf chunk() {
        return chunk;
    }

    /** The frames themselves; whoever keeps them beyond the call retains them. */
    ByteBuf frames() {
        return chunk.slice(HEAD, length);
    }

    /** The frames themselves, for Vert.x to write; the same for all clients. */
    Buffer forVertx() {
        Buffer buffer = forVertx;
        if (buffer == null) {
            buffer = VertxInternals.buffer(length, () -> frames().retain());
            forVertx = buffer;
        }
        return buffer;
    }

    void release() {
        chunk.release();
    }
}
