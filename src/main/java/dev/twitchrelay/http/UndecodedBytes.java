package dev.twitchrelay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a client of HTTP/1 has sent and the decoder has not been given yet. It stands before the decoder, because as bytes requests
 * take a tenth of the memory that they take as objects. {@link RequestGate} uses it, on the connection's event loop.
 */
final class UndecodedBytes extends ChannelInboundHandlerAdapter {
    /** What the decoder is given at once while no body is expected: so few that it makes at most some requests of them. */
    private static final int HEAD_SLICE = 256;

    private static final int BODY_SLICE = 1024;
    private static final int MOST_BYTES = 64 * 1024;

    private final RequestGate gate;
    private final Deque<ByteBuf> reads = new ArrayDeque<>();
    private int size;
    private ChannelHandlerContext context;

    UndecodedBytes(RequestGate gate) {
        this.gate = gate;
    }

    boolean isEmpty() {
        return reads.isEmpty();
    }

    int size() {
        return size;
    }

    /** Gives the decoder the next bytes; there are some. */
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

    /** Sends bytes from below the encoder, which expects an answer to a request. */
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
        // when a client ends, everything that it has sent is read at once, whether reading has stopped or not
        if (size > MOST_BYTES) {
            gate.cut(Abuse.Kind.WAITING);
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
