package dev.twitchrelay.sse;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * A client's connection as a response of Vert.x, where {@link ChannelConnection} does not suit: HTTP/2, TLS and
 * HTTP/1.0. Confined to its event loop.
 */
final class ResponseConnection implements ClientConnection {

    /** The most bytes that may wait for a client here, beside the send buffer of the socket. */
    private static final int MOST_WAITING = 64 * 1024;

    private static final long CANCEL = 0x8;

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    ResponseConnection(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    /**
     * The event loop of the connection.
     *
     * @throws IllegalStateException on another thread, because callbacks of the connection would come on the event loop
     */
    static EventLoop eventLoop(HttpServerRequest request) {
        EventLoop eventLoop = VertxInternals.channel(request.connection()).eventLoop();
        if (!eventLoop.inEventLoop()) {
            throw new IllegalStateException(
                    "An event stream must be opened on the event loop of its connection, not on "
                            + Thread.currentThread().getName() + "; mount EventStreamHandler before blocking handlers");
        }
        return eventLoop;
    }

    /**
     * Prepares a body of unknown length. HTTP/1.0 has no chunks, so the end of the connection is the end of the body.
     */
    static void beginBody(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.version() == HttpVersion.HTTP_1_0) {
            response.headersEndHandler(ready -> response.putHeader("Connection", "close"));
        } else {
            response.setChunked(true);
        }
    }

    /** Called when the whole body has been sent. */
    static void endBody(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            request.connection().close();
        }
    }

    @Override
    public void open(byte[] frames, Listener listener) {
        beginBody(request);
        response.setWriteQueueMaxSize(MOST_WAITING);
        response.drainHandler(drained -> listener.drained());
        response.closeHandler(closed -> listener.closed());
        response.exceptionHandler(failure -> listener.closed());
        response.write(Buffer.buffer(frames), null);
    }

    @Override
    public void write(SharedBuffer frames) {
        response.write(frames.forVertx(), null);
    }

    @Override
    public void write(byte[] frames) {
        response.write(Buffer.buffer(frames), null);
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void end(byte[] frames, Runnable done) {
        response.end(Buffer.buffer(frames), ended -> {
            done.run();
            endBody(request);
        });
    }

    /**
     * Closes the channel below the handler of Vert.x, with a reset. Vert.x would first write the bytes that wait, and
     * would wait for ever when the peer does not read. A reset also frees the memory of the kernel.
     */
    @Override
    public void cut() {
        if (request.version() != HttpVersion.HTTP_2) {
            Channel channel = VertxInternals.channel(request.connection());
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                VertxInternals.handlerContext(request.connection()).close();
            }
        } else {
            response.reset(CANCEL);
        }
    }
}
