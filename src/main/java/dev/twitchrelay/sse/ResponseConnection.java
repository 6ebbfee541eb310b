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
 * A client's connection as a Vert.x response: HTTP/2, TLS and HTTP/1.0, and everything that {@link ChannelConnection} does
 * not suit. Confined to its event loop.
 */
final class ResponseConnection implements ClientConnection {

    /** What a client may leave untaken here, beside the socket's own send buffer. */
    private static final int MOST_UNTAKEN = 64 * 1024;

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
     * @throws IllegalStateException if this is not it: callbacks of the connection would come from another thread
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

    @Override
    public void open(byte[] frames, Listener listener) {
        // HTTP/1.0 has no chunks: the end of the connection is the end of the stream
        if (request.version() == HttpVersion.HTTP_1_0) {
            response.headersEndHandler(ready -> response.putHeader("Connection", "close"));
        } else {
            response.setChunked(true);
        }
        response.setWriteQueueMaxSize(MOST_UNTAKEN);
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
            if (request.version() == HttpVersion.HTTP_1_0) {
                request.connection().close();
            }
        });
    }

    /**
     * Vert.x closes a connection after what is queued has been written, which never happens when the peer does not read.
     * So the channel is closed from below Vert.x's handler, with a reset, which also frees what the kernel holds for it.
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
