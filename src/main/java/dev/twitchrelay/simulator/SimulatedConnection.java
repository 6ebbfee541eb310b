package dev.twitchrelay.simulator;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One WebSocket from Twitch's side: outgoing frames, pings, the keepalive after silence, and every way in which a
 * connection can end. It tells the server when the client ends it or breaks a rule. Loop-confined.
 */
final class SimulatedConnection {
    private static final long NO_TIMER = -1;
    private static final int NO_CLOSE_FRAME = 1006;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final SimulatorLoop loop;
    private final ActiveFaults faults;
    private final Observations seen;
    private final EventSubServer server;
    /** The session of the connection; null until the server has decided about the connection. */
    SimulatedSession session;

    private long keepaliveTimer = NO_TIMER;
    private long pingTimer = NO_TIMER;
    private long pongTimer = NO_TIMER;
    private Runnable keepalive;
    private Duration keepaliveInterval;
    private boolean frozen;
    private boolean ended;

    /** @param channel the channel below the WebSocket, for faults without a close frame */
    SimulatedConnection(
            ServerWebSocket socket,
            Channel channel,
            SimulatorLoop loop,
            ActiveFaults faults,
            Observations seen,
            EventSubServer server) {
        this.socket = socket;
        this.channel = channel;
        this.loop = loop;
        this.faults = faults;
        this.seen = seen;
        this.server = server;
        seen.opened();
        socket.frameHandler(this::received);
        socket.pongHandler(ignored -> {
            seen.count("pongs");
            loop.cancel(pongTimer);
            pongTimer = NO_TIMER;
        });
        // a client that disappears within a frame is no error; the close handler reports the end
        socket.exceptionHandler(ignored -> {});
        socket.closeHandler(ignored -> closedByPeer());
        schedulePing();
    }

    boolean open() {
        return !ended;
    }

    /** Starts to run {@code keepaliveSender} whenever nothing was sent for the interval. */
    void keepAlive(Duration interval, Runnable keepaliveSender) {
        keepaliveInterval = interval;
        keepalive = keepaliveSender;
        restartKeepalive();
    }

    /** Sends a text message, in as many fragments as the fault switch says. */
    void send(String text) {
        if (ended || frozen) {
            return;
        }
        int parts = Math.min(faults.fragments, text.length());
        if (parts <= 1) {
            socket.writeFrame(WebSocketFrame.textFrame(text, true));
        } else {
            sendFragments(text, parts);
        }
        restartKeepalive();
    }

    void sendBinary(byte[] bytes) {
        if (!ended && !frozen) {
            socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(bytes), true));
        }
    }

    /** Cuts by bytes, because RFC 6455 allows to split a character between two fragments. */
    private void sendFragments(String text, int parts) {
        String first = text.substring(0, text.length() / parts);
        byte[] rest = text.substring(first.length()).getBytes(StandardCharsets.UTF_8);
        socket.writeFrame(WebSocketFrame.textFrame(first, false));
        int from = 0;
        for (int part = 1; part < parts; part++) {
            int to = rest.length * part / (parts - 1);
            Buffer piece = Buffer.buffer().appendBytes(rest, from, to - from);
            socket.writeFrame(WebSocketFrame.continuationFrame(piece, part == parts - 1));
            from = to;
        }
    }

    /** Ends the connection with a close frame. */
    void close(int code) {
        if (end()) {
            if (frozen) {
                closeTcp();
            } else {
                socket.close((short) code, "");
            }
        }
    }

    /** Ends the TCP connection without a close frame. */
    void drop() {
        if (end()) {
            closeTcp();
        }
    }

    /** Stops all traffic in both directions and keeps the TCP connection, as a dead network path does. */
    void freeze() {
        frozen = true;
        channel.config().setAutoRead(false);
        cancelTimers();
    }

    /** Closes from the front of the pipeline, because Vert.x's handler at its end would first send a close frame. */
    private void closeTcp() {
        channel.pipeline().firstContext().close();
    }

    private void received(WebSocketFrame frame) {
        if (!ended && (frame.isText() || frame.isBinary() || frame.isContinuation())) {
            server.fail(this, 4001);
        }
    }

    private void closedByPeer() {
        seen.closed();
        if (end()) {
            seen.closedByClient(socket.closeStatusCode() == null ? NO_CLOSE_FRAME : socket.closeStatusCode());
            server.left(this);
        }
    }

    /** Marks the end. Returns true for the first caller. */
    private boolean end() {
        boolean first = !ended;
        ended = true;
        cancelTimers();
        return first;
    }

    private void schedulePing() {
        pingTimer = loop.after(ProtocolTime.PING_INTERVAL, () -> {
            if (faults.pings) {
                socket.writePing(Buffer.buffer("p"));
                if (pongTimer == NO_TIMER) {
                    pongTimer = loop.after(ProtocolTime.PONG_TIMEOUT, () -> server.fail(this, 4002));
                }
            }
            schedulePing();
        });
    }

    private void restartKeepalive() {
        loop.cancel(keepaliveTimer);
        if (keepalive != null) {
            keepaliveTimer = loop.after(keepaliveInterval, () -> {
                if (faults.keepalives) {
                    keepalive.run();
                }
                restartKeepalive();
            });
        }
    }

    private void cancelTimers() {
        loop.cancel(keepaliveTimer);
        loop.cancel(pingTimer);
        loop.cancel(pongTimer);
        keepalive = null;
    }
}
