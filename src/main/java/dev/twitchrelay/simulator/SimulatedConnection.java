package dev.twitchrelay.simulator;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One WebSocket from Twitch's side: outgoing frames, pings, the keepalive after silence, and every way in which a
 * connection can end. It does not know subscriptions. Loop-confined.
 */
final class SimulatedConnection {
    /** The code for a connection that ended without a close frame. */
    static final int NO_CLOSE_FRAME = 1006;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final SimulatorLoop loop;
    private final Times times;
    private final FaultSwitches switches;
    private final Observations seen;
    private Consumer<Integer> onEnd = code -> {};
    private Runnable onInboundTraffic = () -> {};
    private Runnable onPongMissing = () -> {};
    private SimulatorLoop.Timer keepaliveTimer;
    private SimulatorLoop.Timer pingTimer;
    private SimulatorLoop.Timer pongTimer;
    private Runnable keepalive;
    private Duration keepaliveInterval;
    private boolean frozen;
    private boolean ended;

    SimulatedConnection(
            ServerWebSocket socket,
            Channel channel,
            SimulatorLoop loop,
            Times times,
            FaultSwitches switches,
            Observations seen) {
        this.socket = socket;
        this.channel = channel;
        this.loop = loop;
        this.times = times;
        this.switches = switches;
        this.seen = seen;
        seen.opened();
        socket.frameHandler(this::received);
        socket.pongHandler(ignored -> {
            seen.counted("pongs");
            cancel(pongTimer);
            pongTimer = null;
        });
        // a client that disappears within a frame is no error; the close handler reports the end
        socket.exceptionHandler(ignored -> {});
        socket.closeHandler(ignored -> closedByPeer());
        schedulePing();
    }

    /** Sets the handler for an end by the client. It is called once with the client's close code. */
    void onEndByClient(Consumer<Integer> handler) {
        onEnd = handler;
    }

    void onInboundTraffic(Runnable handler) {
        onInboundTraffic = handler;
    }

    void onPongMissing(Runnable handler) {
        onPongMissing = handler;
    }

    boolean open() {
        return !ended;
    }

    boolean frozen() {
        return frozen;
    }

    /** Starts to run {@code keepaliveSender} whenever nothing was sent for the interval. */
    void keepAlive(Duration interval, Runnable keepaliveSender) {
        keepaliveInterval = interval;
        keepalive = keepaliveSender;
        restartKeepalive();
    }

    /** Sends a text message, in as many fragments as the switch says. */
    void send(String text) {
        if (ended || frozen) {
            return;
        }
        int parts = Math.min(switches.fragments, text.length());
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
            int to = part == parts - 1 ? rest.length : rest.length * part / (parts - 1);
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
        if (frame.isPing()) {
            seen.counted("pings");
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            seen.textFrame(frame.isBinary() ? frame.binaryData().toString() : frame.textData());
            if (!ended) {
                onInboundTraffic.run();
            }
        }
    }

    private void closedByPeer() {
        seen.closed();
        if (end()) {
            int code = socket.closeStatusCode() == null ? NO_CLOSE_FRAME : socket.closeStatusCode();
            seen.closedByClient(code);
            onEnd.accept(code);
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
        pingTimer = loop.after(times.get(ProtocolTime.PING_INTERVAL), () -> {
            if (switches.pings) {
                socket.writePing(Buffer.buffer("p"));
                if (pongTimer == null) {
                    pongTimer = loop.after(times.get(ProtocolTime.PONG_TIMEOUT), () -> onPongMissing.run());
                }
            }
            schedulePing();
        });
    }

    private void restartKeepalive() {
        cancel(keepaliveTimer);
        if (keepalive != null) {
            keepaliveTimer = loop.after(keepaliveInterval, () -> {
                if (switches.keepalives) {
                    keepalive.run();
                }
                restartKeepalive();
            });
        }
    }

    private void cancelTimers() {
        cancel(keepaliveTimer);
        cancel(pingTimer);
        cancel(pongTimer);
        keepalive = null;
    }

    private static void cancel(SimulatorLoop.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
