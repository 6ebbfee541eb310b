package dev.twitchrelay.http;

import dev.twitchrelay.http.StoppedClientCounts.Limit;
import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Limits for a connection of HTTP/2. Its streams are answered side by side, so their requests need no order, unlike
 * in {@link Http1Gate}. The gate counts streams by address, and each stream has its own time limits. Netty and Vert.x
 * bound the costs of resets, settings, pings, headers and continuations. Confined to the connection's event loop.
 */
final class Http2Gate extends ConnectionGate {
    /** The most bytes of an answer in parts that wait for its client; Vert.x makes a part only while there is room. */
    private static final long MOST_OF_A_PART = 128 * 1024;

    private final ChannelHandlerContext context;
    private final Http2ConnectionHandler handler;
    private final Http2Connection http;
    private final Http2Connection.PropertyKey key;
    private long idleSince = System.nanoTime();
    private int open;
    private long takenMark;
    private long takenAt = System.nanoTime();

    /** A stream, and the progress of its request and answer. */
    private final class Watched {
        private final AddressUsage.Part part = usage.new Part();
        private final long since = System.nanoTime();
        private HttpServerRequest request;
        private long takenMark;
        private long takenAt = since;
    }

    private Http2Gate(HttpConnection connection, Connections connections) {
        super(connection, connections);
        this.context = VertxInternals.handlerContext(connection);
        this.handler = (Http2ConnectionHandler) context.handler();
        this.http = handler.connection();
        this.key = http.newKey();
    }

    /** Guards a connection that Vert.x has just made. */
    static Http2Gate guard(HttpConnection connection, Connections connections, Runnable ended) {
        Http2Gate gate = new Http2Gate(connection, connections);
        gate.http.addListener(gate.new Streams());
        gate.channel.closeFuture().addListener(closed -> ended.run());
        return gate;
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamActive(Http2Stream stream) {
            open++;
            usage.streams.note(1);
            stream.setProperty(key, new Watched());
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            Watched watched = stream.removeProperty(key);
            if (watched != null) {
                open--;
                idleSince = System.nanoTime();
                usage.streams.give(1);
                watched.part.release();
            }
        }
    }

    /** Whether a request may be handled. A request that may not has been refused. */
    boolean admits(HttpServerRequest request) {
        Http2Stream stream = http.stream(request.streamId());
        Watched watched = stream == null ? null : stream.getProperty(key);
        if (watched == null) {
            return false;
        }
        watched.request = request;
        noteUnsent();
        if (usage.hasTooManyStreams() || !usage.hasRoomForAnswers()) {
            connections.stopped().add(Limit.STREAMS, usage.address);
            request.response().reset(Http2Error.REFUSED_STREAM.code());
            return false;
        }
        if (!watched.part.takeBody(bodyBytes(request, stream))) {
            connections.stopped().add(Limit.BODIES, usage.address);
            JsonAnswer.refuse(request.response(), 503, "too many bytes of request bodies wait; try again in a moment");
            return false;
        }
        return true;
    }

    private static long bodyBytes(HttpServerRequest request, Http2Stream stream) {
        if (!stream.state().remoteSideOpen()) {
            return 0;
        }
        String length = request.getHeader("Content-Length");
        return length != null && length.matches("\\d{1,6}") ? Long.parseLong(length) : ConnectionLimits.BODY_BYTES;
    }

    /** Notes the bytes of answers that wait because their client does not let the relay send them. */
    private void noteUnsent() {
        forEachStream((stream, watched) -> {
            long unsent = 0;
            if (watched.request != null && http.remote().flowController().hasFlowControlled(stream)) {
                HttpServerResponse response = watched.request.response();
                unsent = response.ended() ? response.bytesWritten() : Math.min(response.bytesWritten(), MOST_OF_A_PART);
            }
            watched.part.unsent(unsent);
        });
    }

    private void forEachStream(BiConsumer<Http2Stream, Watched> look) {
        try {
            http.forEachActiveStream(stream -> {
                Watched watched = stream.getProperty(key);
                if (watched != null) {
                    look.accept(stream, watched);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether bytes of a stream wait for the socket, and the socket has taken no byte for too long. */
    private boolean isStuck(long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long mark = buffer == null ? 0 : pending - buffer.currentProgress();
        if (pending == 0 || mark < takenMark) {
            takenAt = now;
        }
        takenMark = mark;
        return now - takenAt > limits.untaken().toNanos();
    }

    @Override
    void sweep(long now) {
        if (isStuck(now)) {
            cut(Limit.UNTAKEN);
            return;
        }
        if (open == 0) {
            if (now - idleSince > limits.idleNanos(false, connections.pressure())) {
                channel.close();
            }
            return;
        }
        noteUnsent();
        List<Http2Stream> late = new ArrayList<>();
        forEachStream((stream, watched) -> {
            Limit limit = lateness(watched, stream, now);
            if (limit != null) {
                connections.stopped().add(limit, usage.address);
                late.add(stream);
            }
        });
        late.forEach(
                stream -> handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise()));
        context.flush();
    }

    /** The time limit that a stream has passed, or null. */
    private Limit lateness(Watched watched, Http2Stream stream, long now) {
        if (watched.request == null || stream.state().remoteSideOpen()) {
            return now - watched.since > limits.body().toNanos() ? Limit.BODY : null;
        }
        HttpServerResponse response = watched.request.response();
        if (!response.headWritten()) {
            return now - watched.since > limits.answer().toNanos() ? Limit.UNANSWERED : null;
        }
        watched.part.answered();
        // the window gets smaller with each byte that the stream sends, and larger when its client permits more
        long mark = http.remote().flowController().windowSize(stream);
        boolean waits = http.remote().flowController().hasFlowControlled(stream);
        if (!waits
                || watched.takenMark != mark
                || isEventStream(response.headers().get("Content-Type"))) {
            watched.takenMark = mark;
            watched.takenAt = now;
        }
        return now - watched.takenAt > limits.untakenNanos(connections.pressure()) ? Limit.UNTAKEN : null;
    }
}
