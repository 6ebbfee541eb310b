package dev.twitchrelay.http;

import dev.twitchrelay.http.StoppedClientCounts.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the bytes that a client of HTTP/1 has sent until the decoder may have them. The bytes wait before the decoder,
 * because decoded requests take ten times the memory. {@link Http1Gate} uses it, on the connection's event loop.
 */
final class UndecodedBytes extends ChannelInboundHandlerAdapter {
    /** The most bytes that the decoder gets at once outside of a body. They are few, so that they hold few requests. */
    private static final int HEAD_SLICE = 256;

    private static final int BODY_SLICE = 1024;
    private static final int MOST_BYTES = 64 * 1024;

    private final Http1Gate gate;
    private final Deque<ByteBuf> reads = new ArrayDeque<>();
    private int size;
    private ChannelHandlerContext context;

    UndecodedBytes(Http1Gate gate) {
        this.gate = gate;
    }

    boolean isEmpty() {
        return reads.isEmpty();
    }

    int size() {
        return size;
    }

    /** Gives the decoder the next bytes. The caller has checked that bytes wait. */
    void decode(boolean ofBody) {
        int slice = ofBody ? BODY_SLICE : HEAD_SLICE;
        ByteBuf read = reads.peek();
        size -= Math.min(slice, read.readableBytes());
        if (read.readableBytes() <= slice) {
            reads.poll();
            context.fireChannelRead(read);
        } else {
            context.fireChannelRead(read.readRetainedSlice(slice));
        }
    }

    /** Sends bytes past the encoder, which would expect an answer to a request. */
    ChannelFuture send(ByteBuf bytes) {
        return context.writeAndFlush(bytes);
    }

    void clear() {
        reads.forEach(ByteBuf::release);
        reads.clear();
        size = 0;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!gate.wantsMore() || !(message instanceof ByteBuf read) || !read.isReadable()) {
            ReferenceCountUtil.release(message);
            return;
        }
        size += read.readableBytes();
        reads.add(read);
        gate.pump();
        // when a client closes its side, Netty reads all that the client has sent, even while reading is stopped
        if (size > MOST_BYTES) {
            gate.cut(Limit.WAITING);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            gate.inputEnds();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gate.release();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        gate.release();
    }
}
