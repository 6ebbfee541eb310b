package dev.twitchrelay.sse;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * Frames that go to many clients without a copy. Each write takes a reference of its own, and the memory returns to its
 * pool after the last write. The memory holds a chunk of HTTP/1.1, and the frames are a part of it. Any event loop may
 * read it.
 */
final class SharedBuffer {

    /** The space before the frames, for the length of the chunk in hexadecimal digits. */
    private static final int HEAD = Integer.BYTES * 2 + 2;

    private static final int TAIL = 2;
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final ByteBuf chunk;
    private final int length;

    /** Made at the first use. Two event loops may both make one of a ping; the two are equal. */
    private Buffer forVertx;

    private SharedBuffer(ByteBuf chunk, int length) {
        this.chunk = chunk;
        this.length = length;
    }

    /** A pooled buffer. Its user writes frames into it, and then {@linkplain #seal seals} it. */
    static ByteBuf allocate(int frameBytes) {
        return PooledByteBufAllocator.DEFAULT
                .directBuffer(HEAD + frameBytes + TAIL)
                .setIndex(HEAD, HEAD);
    }

    /** Makes a chunk of a buffer with at least one byte. The buffer's reference passes to the result. */
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

    /** The frames as a chunk, and behind it the empty chunk that ends a response. */
    static SharedBuffer last(byte[] frames) {
        SharedBuffer sealed = of(frames);
        return new SharedBuffer(sealed.chunk.writeBytes(LAST_CHUNK), sealed.length);
    }

    /** Frames that stay in memory as long as the process lives. */
    static SharedBuffer forever(byte[] bytes) {
        ByteBuf frames = Unpooled.directBuffer(HEAD + bytes.length + TAIL).setIndex(HEAD, HEAD);
        SharedBuffer sealed = seal(frames.writeBytes(bytes));
        return new SharedBuffer(Unpooled.unreleasableBuffer(sealed.chunk), sealed.length);
    }

    /** The chunk, between the buffer's indices. A caller that keeps it retains it. */
    ByteBuf chunk() {
        return chunk;
    }

    /** The frames without the chunk. A caller that keeps them retains them. */
    ByteBuf frames() {
        return chunk.slice(HEAD, length);
    }

    /** The frames without the chunk, for Vert.x to write; the same object for all clients. */
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
