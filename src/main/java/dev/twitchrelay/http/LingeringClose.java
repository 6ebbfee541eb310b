package dev.twitchrelay.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client may still be sending. After a close, the kernel would answer further bytes with a
 * reset, and a reset deletes the answer that the client has not read yet. So this handler at first shuts the sending
 * side only, and throws away the bytes that come in, until the client has closed, too, or two seconds have passed.
 * Confined to the connection's event loop.
 */
final class LingeringClose extends ChannelDuplexHandler {
    private static final long PATIENCE_MILLIS = 2_000;

    private boolean closing;

    private LingeringClose() {}

    /** Lets the client read to the end when anybody closes this connection. Does nothing over TLS. */
    static void prepare(Channel channel) {
        if (channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null) {
            channel.pipeline().addFirst(new LingeringClose());
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        Channel channel = context.channel();
        if (!channel.isActive()) {
            context.close(promise);
            return;
        }
        channel.closeFuture().addListener(closed -> promise.trySuccess());
        if (!closing) {
            closing = true;
            channel.config().setAutoRead(true);
            channel.eventLoop().schedule(() -> context.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            ((DuplexChannel) channel).shutdownOutput();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }
}
