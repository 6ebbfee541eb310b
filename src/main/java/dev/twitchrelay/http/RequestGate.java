package dev.twitchrelay.http;

import dev.twitchrelay.kit.VertxInternals;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;

/**
 * Back-pressure for a connection of HTTP/1: its requests are taken one after the other, the next one only when the answer to the
 * one before has left the relay for the socket, and one in each turn of the event loop, so that a client which sends many at once
 * does not keep others waiting. Meanwhile the connection is not read: what a client may have in the relay is one read of
 * {@value #READ_BYTES} bytes, one request, and one answer. Vert.x alone would take each request of a read at once and keep all
 * answers, whether the socket takes them or not.
 *
 * <p>Two handlers of the channel's pipeline keep what has to wait: {@link UndecodedBytes} before the decoder of HTTP and {@link
 * DecodedMessages} behind it. The gate decides what may go on, and keeps the time limits of a request. Confined to the connection's
 * event loop.
 */
final class RequestGate implements GuardedConnection {
    static final int READ_BYTES = 4 * 1024;
    /** Above the higher limit of unsent bytes Vert.x makes no further piece of an answer; it goes on below the lower limit. */
    private static final WriteBufferWaterMark ANSWER_BYTES = new WriteBufferWaterMark(8 * 1024, 16 * 1024);
    /** How long a client may take to read why it is refused. */
    private static final int MOST_TELLING_SECONDS = 3;

    private final Channel channel;
    private final Peer peer;
    private final Connections connections;
    private final SweepClock clock;
    private final Runnable ended;
    private final RequestTimes times;
    private final Holding holding;

    private final UndecodedBytes bytes = new UndecodedBytes(this);
    private final DecodedMessages messages;

    /** The head of a request has gone to Vert.x, and the end of its answer has not come. */
    private boolean inWork;
    /** The head of a request has gone to Vert.x, and the end of its body has not. */
    private boolean bodyOpen;
    /** No more requests in this turn of the event loop. */
    private boolean begunInTurn;

    /** The answer is an event stream, which has no end and whose hub looks after clients that do not read. */
    private boolean stream;

    /** The client has said that the connection ends with the answer: what it sends behind is nothing. */
    private boolean lastRequest;

    private boolean pumping;
    private boolean pumpDue;
    private boolean readingStopped;
    private boolean inputEnded;
    private boolean released;

    private RequestGate(Channel channel, boolean tls, Connections connections, SweepClock clock, Runnable ended) {
        this.clock = clock;
        this.channel = channel;
        this.messages = new DecodedMessages(this, tls ? ANSWER_BYTES.low() : Integer.MAX_VALUE);
        this.connections = connections;
        this.peer = connections.peer(channel);
        this.ended = ended;
        this.holding = new Holding(peer);
        this.times = new RequestTimes(connections.limits(), clock.now());
    }

    /**
     * Guards a connection that Vert.x has just made.
     *
     * @param clock of the event loop's sweeps
     * @param ended runs once when there is nothing to guard any more
     */
    static RequestGate guard(HttpConnection connection, Connections connections, SweepClock clock, Runnable ended) {
        Channel channel = VertxInternals.channel(connection);
        ChannelPipeline pipeline = channel.pipeline();
        boolean tls = pipeline.get(SslHandler.class) != null;
        RequestGate gate = new RequestGate(channel, tls, connections, clock, ended);
        String name = pipeline.context(HttpRequestDecoder.class).name();
        pipeline.addBefore(name, "requests-as-bytes", gate.bytes);
        pipeline.addBefore(VertxInternals.handlerContext(connection).name(), "requests", gate.messages);
        channel.config().setWriteBufferWaterMark(ANSWER_BYTES);
        if (!tls) {
            // whoever has said everything may still want the answers
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        return gate;
    }

    /** Whether what the client sends next is for anything. */
    boolean wantsMore() {
        return !released && (!lastRequest || bodyOpen);
    }

    boolean isReleased() {
        return released;
    }

    /** The client has sent everything that it ever will. */
    void inputEnds() {
        inputEnded = true;
        times.inputEnds(clock.now());
        closeIfOver();
    }

    void answerBegins(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
        stream = type != null && type.startsWith("text/event-stream");
        times.answered(clock.now());
        holding.answered();
    }

    void answerEnds() {
        inWork = false;
        stream = false;
        times.over(clock.now());
        if (holdsSomething() || inputEnded) {
            pumpSoon();
        }
    }

    void pumpSoon() {
        if (!pumpDue && !released) {
            pumpDue = true;
            channel.eventLoop().execute(() -> {
                pumpDue = false;
                pump();
            });
        }
    }

    /** Gives Vert.x what may go on. */
    void pump() {
        if (pumping || released) {
            return;
        }
        pumping = true;
        begunInTurn = false;
        boolean gave = false;
        try {
            while (!released) {
                Object message = messages.peek();
                if (message != null) {
                    if (message instanceof HttpRequest request && !begin(request)) {
                        break;
                    }
                    gave = true;
                    if (message instanceof LastHttpContent) {
                        bodyOpen = false;
                        times.bodyEnds();
                    }
                    messages.give();
                } else if (!decodeMore()) {
                    break;
                }
            }
        } finally {
            pumping = false;
        }
        if (gave && !released) {
            messages.givenAll();
        }
        regulate();
        closeIfOver();
    }

    /** Whether the decoder was given something. */
    private boolean decodeMore() {
        if (bytes.isEmpty() || (!bodyOpen && !mayBegin())) {
            return false;
        }
        if (!bodyOpen) {
            times.headComes(clock.now());
        }
        bytes.decode(bodyOpen);
        return true;
    }

    private boolean mayBegin() {
        return !inWork && !begunInTurn && !lastRequest && channel.isWritable() && peer.hasRoomForAnswers();
    }

    private boolean begin(HttpRequest request) {
        if (!mayBegin() || !holding.take(request)) {
            return false;
        }
        lastRequest = !HttpUtil.isKeepAlive(request);
        inWork = true;
        begunInTurn = true;
        bodyOpen = true;
        times.begins(clock.now());
        return true;
    }

    /** Reads on while everything that was read is given on. */
    private void regulate() {
        if (released) {
            return;
        }
        if (holdsSomething()) {
            readingStopped = true;
            // Vert.x may have begun to read again, because somebody took the rest of a body
            if (channel.config().isAutoRead()) {
                channel.config().setAutoRead(false);
            }
            boolean turnOver = begunInTurn && !inWork;
            if (turnOver && channel.isWritable()) {
                pumpSoon();
            }
            times.waits(!inWork && !bodyOpen && !turnOver, clock.now());
        } else {
            times.waits(false, clock.now());
            if (readingStopped) {
                readingStopped = false;
                channel.config().setAutoRead(true);
            }
        }
    }

    private boolean holdsSomething() {
        return !bytes.isEmpty() || messages.peek() != null;
    }

    private void closeIfOver() {
        boolean over = !inWork && !pumpDue && !holdsSomething();
        if (inputEnded && !released && (over || stream)) {
            ChannelFuture sent = bytes.send(Unpooled.EMPTY_BUFFER);
            sent.addListener(all -> channel.close());
        }
    }

    /** Notes what the socket has not taken, and when it took something. */
    void noteUnsent() {
        if (released) {
            return;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long now = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        times.unsent(now, buffer == null ? 0 : now - buffer.currentProgress(), clock.now());
        holding.unsent(now + bytes.size());
    }

    @Override
    public void sweep(long now) {
        noteUnsent();
        if (stream) {
            return;
        }
        switch (times.late(now, connections.pressure())) {
            case HEAD ->
                refuse(Abuse.Kind.HEAD, "408 Request Timeout", "the request's head did not come to its end in time");
            case BODY ->
                refuse(Abuse.Kind.BODY, "408 Request Timeout", "the request's body did not come to its end in time");
            case TURN ->
                refuse(
                        Abuse.Kind.WAITING,
                        "503 Service Unavailable",
                        "your address has too many requests without an answer; try again in a moment");
            case ANSWER -> cut(Abuse.Kind.UNANSWERED);
            case TAKING -> cut(Abuse.Kind.UNTAKEN);
            case NEXT_REQUEST -> channel.close();
            case END -> channel.pipeline().firstContext().close();
            case NOTHING -> {
                if (times.hasWaiting()) {
                    pump();
                }
            }
        }
    }

    /** Says why, if no answer is on its way, and ends the connection. */
    private void refuse(Abuse.Kind kind, String status, String reason) {
        if (inWork && !holding.isUnanswered()) {
            cut(kind);
            return;
        }
        connections.abuse().seen(kind, peer.address);
        LingeringClose.prepare(channel);
        bytes.send(Unpooled.wrappedBuffer(HttpError.bytes(status, reason))).addListener(sent -> channel.close());
        channel.eventLoop().schedule(this::reset, MOST_TELLING_SECONDS, TimeUnit.SECONDS);
        release();
    }

    /** At once, with a reset, which also frees what the kernel holds for it. From below Vert.x, which would wait for the peer. */
    void cut(Abuse.Kind kind) {
        connections.abuse().seen(kind, peer.address);
        reset();
    }

    private void reset() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
        }
    }

    /** The connection is over, or a stream now, which is guarded by its hub. */
    void release() {
        if (released) {
            return;
        }
        released = true;
        bytes.clear();
        messages.clear();
        holding.release();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            if (inputEnded) {
                channel.close();
            }
        }
        ended.run();
    }
}
