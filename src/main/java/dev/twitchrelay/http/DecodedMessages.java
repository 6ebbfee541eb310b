package dev.twitchrelay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the decoded parts of requests until Vert.x may have them. It stands behind the decoder and the encoder, so it
 * also sees the begin and the end of each answer. {@link Http1Gate} uses it, on the connection's event loop.
 */
final class DecodedMessages extends ChannelDuplexHandler {
    private final Http1Gate gate;
    private final int flushFrom;
    private final Deque<Object> messages = new ArrayDeque<>();
    /** The bytes written since the last flush. Over TLS the channel does not count them before a flush. */
    private int unflushedBytes;

    private ChannelHandlerContext context;

    /** @param flushFrom the number of written bytes at which they are flushed; {@link Integer#MAX_VALUE} for never */
    DecodedMessages(Http1Gate gate, int flushFrom) {
        this.gate = gate;
        this.flushFrom = flushFrom;
    }

    /** The next message, or null. */
    Object peek() {
        return messages.peek();
    }

    /** Gives Vert.x the next message. The caller has checked that a message waits. */
    void give() {
        context.fireChannelRead(messages.poll());
    }

    /** Tells Vert.x that no more messages follow for now. */
    void givenAll() {
        context.fireChannelReadComplete();
    }

    void clear() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (gate.isReleased()) {
            ReferenceCountUtil.release(message);
            return;
        }
        messages.add(message);
        gate.pump();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        gate.noteUnsent();
        context.fireChannelWritabilityChanged();
        gate.pumpSoon();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        unflushedBytes += bytesOf(message);
        context.write(message, promise);
        if (unflushedBytes >= flushFrom) {
            flush(context);
        }
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return;
            }
            gate.answerBegins(response);
        }
        if (message instanceof LastHttpContent) {
            gate.answerEnds();
        }
    }

    private static int bytesOf(Object message) {
        ByteBuf content = message instanceof ByteBuf bare
                ? bare
                : message instanceof ByteBufHolder holder ? holder.content() : Unpooled.EMPTY_BUFFER;
        return content.readableBytes();
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        unflushedBytes = 0;
        context.flush();
    }
}
