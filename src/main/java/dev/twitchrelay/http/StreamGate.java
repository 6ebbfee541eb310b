package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
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
 * Limits for a connection of HTTP/2. Its streams are answered side by side, so there is no order to keep as {@link RequestGate}
 * does: streams are counted by address, and each has its time. Netty and Vert.x bound what resets, settings, pings, headers and
 * continuations may cost. Confined to the connection's event loop.
 */
final class StreamGate implements GuardedConnection {
    private static final long MOST_BODY = 1 << 20;
    private static final long MOST_OF_A_PART = 128 * 1024;

    private final Channel channel;
    private final Connections connections;
    private final Peer peer;
    private final ChannelHandlerContext context;
    private final Http2ConnectionHandler handler;
    private final Http2Connection.PropertyKey key;
    private final Http2Connection http;
    private long idleSince = System.nanoTime();
    private int open;
    private long takenMark;
    private long takenAt = System.nanoTime();

    /** A stream and what it has taken. */
    private static final class Watched {
        private final long since = System.nanoTime();
        private HttpServerRequest request;
        private long bodyBytes;
        private long unsentBytes;
        private long takenMark;
        private long takenAt = since;
    }

    private StreamGate(HttpConnection connection, Connections connections) {
        this.channel = VertxInternals.channel(connection);
        this.connections = connections;
        this.peer = connections.peer(channel);
        this.context = VertxInternals.handlerContext(connection);
        this.handler = (Http2ConnectionHandler) context.handler();
        this.http = handler.connection();
        this.key = http.newKey();
    }

    /** Guards a connection that Vert.x has just made. */
    static StreamGate guard(HttpConnection connection, Connections connections, Runnable ended) {
        StreamGate gate = new StreamGate(connection, connections);
        gate.http.addListener(gate.new Streams());
        gate.channel.closeFuture().addListener(closed -> ended.run());
        return gate;
    }

    private final class Streams extends Http2ConnectionAdapter {
        @Override
        public void onStreamActive(Http2Stream stream) {
            open++;
            peer.streams.note(1);
            stream.setProperty(key, new Watched());
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            Watched watched = stream.removeProperty(key);
            if (watched != null) {
                open--;
                idleSince = System.nanoTime();
                peer.streams.give(1);
                peer.bodies.give(watched.bodyBytes);
                peer.unsent.give(watched.unsentBytes);
            }
        }
    }

    /** Whether a request may be handled; otherwise it has been refused. */
    boolean admits(HttpServerRequest request) {
        Http2Stream stream = http.stream(request.streamId());
        Watched watched = stream == null ? null : stream.getProperty(key);
        if (watched == null) {
            return false;
        }
        watched.request = request;
        noteUnsent();
        if (peer.hasTooManyStreams() || !peer.hasRoomForAnswers()) {
            connections.abuse().seen(Abuse.Kind.STREAMS, peer.address);
            request.response().reset(Http2Error.REFUSED_STREAM.code());
            return false;
        }
        long body = bodyBytes(request, stream);
        if (body > 0 && !peer.bodies.take(body)) {
            connections.abuse().seen(Abuse.Kind.BODIES, peer.address);
            request.response()
                    .setStatusCode(503)
                    .putHeader("Content-Type", "application/json")
                    .end("{\"error\":\"too many bytes of request bodies wait; try again in a moment\"}");
            return false;
        }
        watched.bodyBytes = body;
        return true;
    }

    private static long bodyBytes(HttpServerRequest request, Http2Stream stream) {
        if (!stream.state().remoteSideOpen()) {
            return 0;
        }
        String length = request.getHeader("Content-Length");
        return length != null && length.matches("\\d{1,6}") ? Long.parseLong(length) : MOST_BODY;
    }

    /** Notes what waits in the relay because its client does not let it be sent. */
    private void noteUnsent() {
        forEachStream((stream, watched) -> {
            long unsent = 0;
            if (watched.request != null && http.remote().flowController().hasFlowControlled(stream)) {
                HttpServerResponse response = watched.request.response();
                // an answer in parts is given on only while there is room for the next one
                unsent = response.ended() ? response.bytesWritten() : Math.min(response.bytesWritten(), MOST_OF_A_PART);
            }
            peer.unsent.note(unsent - watched.unsentBytes);
            watched.unsentBytes = unsent;
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

    /** Whether the socket has taken no byte for too long although bytes of some stream wait for it. */
    private boolean isStuck(long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long mark = buffer == null ? 0 : pending - buffer.currentProgress();
        if (pending == 0 || mark < takenMark) {
            takenAt = now;
        }
        takenMark = mark;
        return now - takenAt > connections.limits().untaken().toNanos();
    }

    @Override
    public void sweep(long now) {
        if (isStuck(now)) {
            connections.abuse().seen(Abuse.Kind.UNTAKEN, peer.address);
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
            return;
        }
        if (open == 0) {
            Connections.Pressure pressure = connections.pressure();
            ConnectionLimits limits = connections.limits();
            if (now - idleSince > (pressure.connections() ? limits.head() : limits.idle()).toNanos()) {
                channel.close();
            }
            return;
        }
        noteUnsent();
        List<Http2Stream> late = new ArrayList<>();
        forEachStream((stream, watched) -> {
            Abuse.Kind kind = lateness(watched, stream, now);
            if (kind != null) {
                connections.abuse().seen(kind, peer.address);
                late.add(stream);
            }
        });
        late.forEach(
                stream -> handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise()));
        context.flush();
    }

    /** What a stream is late with, or null. */
    private Abuse.Kind lateness(Watched watched, Http2Stream stream, long now) {
        ConnectionLimits limits = connections.limits();
        if (watched.request == null || stream.state().remoteSideOpen()) {
            return now - watched.since > limits.body().toNanos() ? Abuse.Kind.BODY : null;
        }
        HttpServerResponse response = watched.request.response();
        if (!response.headWritten()) {
            return now - watched.since > limits.answer().toNanos() ? Abuse.Kind.UNANSWERED : null;
        }
        peer.bodies.give(watched.bodyBytes);
        watched.bodyBytes = 0;
        // moves with what the stream sends and with what its client lets it send
        long mark = http.remote().flowController().windowSize(stream);
        boolean waits = http.remote().flowController().hasFlowControlled(stream);
        if (!waits || watched.takenMark != mark || isEventStream(response)) {
            watched.takenMark = mark;
            watched.takenAt = now;
        }
        long patience = limits.untaken().toNanos() / (connections.pressure().answers() ? 3 : 1);
        return now - watched.takenAt > patience ? Abuse.Kind.UNTAKEN : null;
    }

    /** It has no end, and its hub looks after clients that do not read. */
    private static boolean isEventStream(HttpServerResponse response) {
        String type = response.headers().get("Content-Type");
        return type != null && type.startsWith("text/event-stream");
    }
}
