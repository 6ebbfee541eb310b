package dev.twitchrelay.http;

import dev.twitchrelay.http.StoppedClientCounts.Limit;
import dev.twitchrelay.kit.VertxInternals;
import io.netty.buffer.Unpooled;
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
import java.util.function.LongSupplier;

/**
 * Back-pressure and time limits for a connection of HTTP/1. The gate takes one request after the other: the next
 * request begins when the socket has taken the answer to the request before, and at most one request begins in a turn
 * of the event loop. So a client that sends many requests at once does not delay others. While requests wait, the
 * relay does not read from the connection. A client has at most one read of {@value #READ_BYTES} bytes, one request
 * and one answer in the relay's memory. Vert.x alone would take all requests of a read at once, and keep all answers
 * in memory.
 *
 * <p>Two handlers in the channel's pipeline keep the data that waits: {@link UndecodedBytes} before the decoder of
 * HTTP, and {@link DecodedMessages} behind it. Confined to the connection's event loop.
 */
final class Http1Gate extends ConnectionGate {
    static final int READ_BYTES = 4 * 1024;
    /** Above the higher number of unsent bytes, Vert.x makes no piece of an answer until the lower is reached. */
    private static final WriteBufferWaterMark ANSWER_BYTES = new WriteBufferWaterMark(8 * 1024, 16 * 1024);
    /** The time in which a client reads why it is refused. */
    private static final int MOST_TELLING_SECONDS = 3;

    private final LongSupplier clock;
    private final Runnable ended;
    private final RequestTimes times;
    private final AddressUsage.Part part;
    private final UndecodedBytes bytes = new UndecodedBytes(this);
    private final DecodedMessages messages;

    /** A request has begun in this turn of the event loop. */
    private boolean begunInTurn;
    /** The answer is an event stream. */
    private boolean stream;
    /** The client has asked to close the connection after this answer. Bytes behind the request are thrown away. */
    private boolean lastRequest;

    private boolean pumping;
    private boolean pumpDue;
    private boolean readingStopped;
    private boolean released;

    private Http1Gate(
            HttpConnection connection, boolean tls, Connections connections, LongSupplier clock, Runnable ended) {
        super(connection, connections);
        this.clock = clock;
        this.ended = ended;
        this.messages = new DecodedMessages(this, tls ? ANSWER_BYTES.low() : Integer.MAX_VALUE);
        this.part = usage.new Part();
        this.times = new RequestTimes(limits, clock.getAsLong());
    }

    /**
     * Guards a connection that Vert.x has just made.
     *
     * @param clock the time of the event loop's latest sweep
     * @param ended runs once, when the gate has no more work
     */
    static Http1Gate guard(HttpConnection connection, Connections connections, LongSupplier clock, Runnable ended) {
        ChannelPipeline pipeline = VertxInternals.channel(connection).pipeline();
        boolean tls = pipeline.get(SslHandler.class) != null;
        Http1Gate gate = new Http1Gate(connection, tls, connections, clock, ended);
        String name = pipeline.context(HttpRequestDecoder.class).name();
        pipeline.addBefore(name, "requests-as-bytes", gate.bytes);
        pipeline.addBefore(VertxInternals.handlerContext(connection).name(), "requests", gate.messages);
        gate.channel.config().setWriteBufferWaterMark(ANSWER_BYTES);
        if (!tls) {
            // a client that has sent everything may still want its answers
            gate.channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        return gate;
    }

    /** Whether the gate needs the bytes that the client sends next. */
    boolean wantsMore() {
        return !released && (!lastRequest || times.isBodyOpen());
    }

    boolean isReleased() {
        return released;
    }

    /** The client has closed its side of the connection. */
    void inputEnds() {
        times.inputEnds(clock.getAsLong());
        closeIfOver();
    }

    void answerBegins(HttpResponse response) {
        stream = isEventStream(response.headers().get(HttpHeaderNames.CONTENT_TYPE));
        times.answered(clock.getAsLong());
        part.answered();
    }

    void answerEnds() {
        stream = false;
        times.over(clock.getAsLong());
        if (holdsSomething() || times.hasInputEnded()) {
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

    /** Gives Vert.x the messages that may go on. */
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
        if (bytes.isEmpty() || (!times.isBodyOpen() && !mayBegin())) {
            return false;
        }
        if (!times.isBodyOpen()) {
            times.headComes(clock.getAsLong());
        }
        bytes.decode(times.isBodyOpen());
        return true;
    }

    private boolean mayBegin() {
        return !times.isInWork() && !begunInTurn && !lastRequest && channel.isWritable() && usage.hasRoomForAnswers();
    }

    private boolean begin(HttpRequest request) {
        if (!mayBegin() || !part.takeRequest(bodyBytes(request))) {
            return false;
        }
        lastRequest = !HttpUtil.isKeepAlive(request);
        begunInTurn = true;
        times.begins(clock.getAsLong());
        return true;
    }

    private static long bodyBytes(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return 0;
        }
        return HttpUtil.isTransferEncodingChunked(request)
                ? ConnectionLimits.BODY_BYTES
                : Math.min(ConnectionLimits.BODY_BYTES, HttpUtil.getContentLength(request, 0L));
    }

    /** Reads from the connection only while nothing waits. */
    private void regulate() {
        if (released) {
            return;
        }
        if (holdsSomething()) {
            readingStopped = true;
            // Vert.x reads again when a handler has taken the rest of a body
            if (channel.config().isAutoRead()) {
                channel.config().setAutoRead(false);
            }
            boolean turnOver = begunInTurn && !times.isInWork();
            if (turnOver && channel.isWritable()) {
                pumpSoon();
            }
            times.waits(!times.isInWork() && !times.isBodyOpen() && !turnOver, clock.getAsLong());
        } else {
            times.waits(false, clock.getAsLong());
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
        boolean over = !times.isInWork() && !pumpDue && !holdsSomething();
        if (times.hasInputEnded() && !released && (over || stream)) {
            ChannelFuture sent = bytes.send(Unpooled.EMPTY_BUFFER);
            sent.addListener(all -> channel.close());
        }
    }

    /** Notes the bytes that the socket has not taken, and whether it has taken some since the last call. */
    void noteUnsent() {
        if (released) {
            return;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long now = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        times.unsent(now, buffer == null ? 0 : now - buffer.currentProgress(), clock.getAsLong());
        part.unsent(now + bytes.size());
    }

    @Override
    void sweep(long now) {
        noteUnsent();
        if (stream) {
            return;
        }
        switch (times.late(now, connections.pressure())) {
            case HEAD -> refuse(Limit.HEAD, "408 Request Timeout", "the request's head was not complete in time");
            case BODY -> refuse(Limit.BODY, "408 Request Timeout", "the request's body was not complete in time");
            case TURN ->
                refuse(
                        Limit.WAITING,
                        "503 Service Unavailable",
                        "your address has too many requests without an answer; try again in a moment");
            case ANSWER -> cut(Limit.UNANSWERED);
            case TAKING -> cut(Limit.UNTAKEN);
            case NEXT_REQUEST -> channel.close();
            case END -> channel.pipeline().firstContext().close();
            case NOTHING -> {
                if (times.isWaiting()) {
                    pump();
                }
            }
        }
    }

    /** Ends the connection, with a reason unless an answer is on its way. */
    private void refuse(Limit limit, String status, String reason) {
        if (times.isInWork() && !times.isUnanswered()) {
            cut(limit);
            return;
        }
        connections.stopped().add(limit, usage.address);
        LingeringClose.prepare(channel);
        bytes.send(Unpooled.wrappedBuffer(JsonAnswer.bytes(status, reason))).addListener(sent -> channel.close());
        channel.eventLoop().schedule(this::reset, MOST_TELLING_SECONDS, TimeUnit.SECONDS);
        release();
    }

    /** Ends the gate: the connection is over, or it is an event stream that its hub has taken over. */
    void release() {
        if (released) {
            return;
        }
        released = true;
        bytes.clear();
        messages.clear();
        part.release();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            if (times.hasInputEnded()) {
                channel.close();
            }
        }
        ended.run();
    }
}
