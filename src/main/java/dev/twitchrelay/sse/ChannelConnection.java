package dev.twitchrelay.sse;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A client's connection as a bare Netty channel, for HTTP/1.1 in clear text. Vert.x writes the response head. Then its
 * handlers are removed from the pipeline, which frees their memory for each client, and a message costs one
 * {@code send(2)} from memory that all clients share. Bytes that the socket does not take are left to Netty. Without a
 * native transport, all bytes go through Netty.
 *
 * <p>The connection ends with the stream, because no handler is left that could answer another request. Confined to its
 * event loop.
 */
final class ChannelConnection extends ChannelInboundHandlerAdapter implements ClientConnection {

    /**
     * The channel is full as soon as one byte is left to Netty. Messages wait in the log, and not in a queue of the
     * client.
     */
    private static final WriteBufferWaterMark ANYTHING = new WriteBufferWaterMark(1, 1);

    /** A stream is the last request of a connection. A client that sends more bytes than this is cut. */
    private static final int MOST_INBOUND = 1024 * 1024;

    private final Channel channel;
    private final Socket socket;
    private HttpServerRequest request;
    private Listener listener;

    /**
     * A copy of the channel's writability. To ask the channel would cost more memory accesses than the rest of a
     * delivery.
     */
    private boolean full = true;

    private int inbound;

    ChannelConnection(HttpServerRequest request) {
        this.request = request;
        this.channel = VertxInternals.channel(request.connection());
        this.socket = channel instanceof UnixChannel unix && unix.fd() instanceof Socket own ? own : null;
    }

    /** Whether this class can serve a request. */
    static boolean suits(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && !request.isSSL();
    }

    @Override
    public void open(byte[] frames, Listener listener) {
        this.listener = listener;
        HttpServerResponse response = request.response().setChunked(true);
        response.closeHandler(closed -> listener.closed());
        response.exceptionHandler(failure -> listener.closed());
        // in a task of its own, because the write may end within a handler that is about to be removed
        response.write(Buffer.buffer(frames), written -> channel.eventLoop().execute(this::takeOver));
    }

    private void takeOver() {
        if (!channel.isActive()) {
            return;
        }
        endForVertx(request);
        request = null;
        ChannelPipeline pipeline = channel.pipeline().addLast(this);
        List<String> names = pipeline.names();
        // from the end, so that bytes which a decoder still holds come to this handler
        for (int i = names.size() - 1; i >= 0; i--) {
            ChannelHandler handler = pipeline.get(names.get(i));
            if (handler != null && handler != this) {
                pipeline.remove(handler);
            }
        }
        channel.config().setWriteBufferWaterMark(ANYTHING).setAutoRead(true);
        full = false;
        listener.drained();
    }

    /**
     * Tells Vert.x that the connection has ended. Otherwise it would keep the connection in memory, and wait for its
     * end.
     */
    private static void endForVertx(HttpServerRequest request) {
        request.response().closeHandler(null).exceptionHandler(null);
        ChannelHandlerContext vertx = VertxInternals.handlerContext(request.connection());
        try {
            ((ChannelInboundHandler) vertx.handler()).channelInactive(vertx);
        } catch (Exception e) {
            throw new IllegalStateException("Vert.x did not release a connection", e);
        }
    }

    @Override
    public void write(SharedBuffer frames) {
        ByteBuf chunk = frames.chunk();
        if (socket == null || full) {
            leave(chunk.retainedDuplicate());
            return;
        }
        // the number of a closed descriptor may belong to another client by now
        if (!socket.isOpen()) {
            return;
        }
        try {
            int written = writeNow(chunk);
            int length = chunk.readableBytes();
            if (written < length) {
                leave(chunk.retainedSlice(chunk.readerIndex() + written, length - written));
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    /** Leaves bytes to Netty. The channel becomes writable again when they have been sent, possibly at once. */
    private void leave(ByteBuf bytes) {
        full = true;
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    private int writeNow(ByteBuf chunk) throws IOException {
        if (chunk.hasMemoryAddress()) {
            return socket.sendAddress(chunk.memoryAddress(), chunk.readerIndex(), chunk.writerIndex());
        }
        ByteBuffer bytes = chunk.internalNioBuffer(chunk.readerIndex(), chunk.readableBytes());
        return socket.send(bytes, bytes.position(), bytes.limit());
    }

    @Override
    public void write(byte[] frames) {
        SharedBuffer once = SharedBuffer.of(frames);
        write(once);
        once.release();
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void end(byte[] frames, Runnable done) {
        channel.writeAndFlush(SharedBuffer.last(frames).chunk()).addListener(written -> {
            done.run();
            channel.close();
        });
    }

    /** Closes with a reset, which drops the bytes that wait here and in the kernel. */
    @Override
    public void cut() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inbound += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (inbound > MOST_INBOUND) {
            cut();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        full = !channel.isWritable();
        if (!full) {
            listener.drained();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        ReferenceCountUtil.release(event);
    }
}
