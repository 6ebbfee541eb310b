package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The fault switches: faults of production on demand, and faults that production should never have. Thread-safe; each
 * method returns after its effect. A switch keeps its value until it is changed again.
 */
public final class Faults {
    private final SimulatorLoop loop;
    private final SimulatorOptions options;
    private final ActiveFaults active;
    private final EventSubServer server;
    private final HelixGate gate;

    Faults(SimulatorLoop loop, SimulatorOptions options, ActiveFaults active, EventSubServer server, HelixGate gate) {
        this.loop = loop;
        this.options = options;
        this.active = active;
        this.server = server;
        this.gate = gate;
    }

    /** The behaviour at a reconnect URL. */
    public enum HandOver {
        /** The welcome comes and the session moves. */
        WORKS,
        /** The handshake is answered with 503. */
        REFUSED,
        /** The connection ends right after the handshake, without a close frame. */
        DROPPED,
        /** The connection stays open and silent. */
        NO_WELCOME,
        /** The connection is closed with 4007. */
        INVALID
    }

    /** Withholds the welcome of new connections until {@link #releaseWelcomes()}. */
    public void withholdWelcomes() {
        loop.run(() -> active.withholdWelcome = true);
    }

    /** Sends the withheld welcomes. Later welcomes are sent at once again. */
    public void releaseWelcomes() {
        loop.run(() -> {
            active.withholdWelcome = false;
            server.releaseWelcomes();
        });
    }

    /** Stops or starts {@code session_keepalive}; pings continue. */
    public void keepalives(boolean enabled) {
        loop.run(() -> active.keepalives = enabled);
    }

    /** Stops or starts WebSocket pings. */
    public void pings(boolean enabled) {
        loop.run(() -> active.pings = enabled);
    }

    /**
     * Sends a notification again: the same bytes, the same {@code message_id}, on the session's current connection.
     *
     * @throws IllegalArgumentException if no living session was ever sent this message
     */
    public void redeliver(String messageId) {
        loop.run(() -> server.redeliver(messageId));
    }

    /** Sends every following notification {@code extraCopies} more times with the same {@code message_id}. */
    public void duplicate(int extraCopies) {
        loop.run(() -> active.extraCopies = extraCopies);
    }

    /** Subtracts this time from the {@code message_timestamp} of the following notifications. */
    public void ageBy(Duration age) {
        loop.run(() -> active.age = age);
    }

    /** Adds this difference to Twitch's wall clock, in every timestamp and the {@code Date} header. */
    public void skewClockBy(Duration skew) {
        loop.run(() -> loop.skewClockBy(skew));
    }

    /** Splits text messages into so many fragments, also within a character; 1 is off. */
    public void fragments(int number) {
        loop.run(() -> active.fragments = number);
    }

    /** Adds members that no documentation mentions to envelopes, sessions and subscriptions, not to events. */
    public void unknownFields(boolean enabled) {
        loop.run(() -> active.unknownFields = enabled);
    }

    /** Whether optional condition keys come back as empty strings when they were not sent; on by default. */
    public void echoEmptyConditions(boolean enabled) {
        loop.run(() -> active.echoEmptyConditions = enabled);
    }

    /** Sends {@code session_reconnect} to all sessions, also while an earlier hand-over is under way. */
    public void reconnect() {
        loop.run(server::reconnect);
    }

    /** Sets the behaviour at reconnect URLs. */
    public void handOver(HandOver outcome) {
        loop.run(() -> active.handOver = outcome);
    }

    /** Ends all enabled subscriptions of the type with this status and sends their revocations. */
    public void revoke(String type, String status) {
        loop.run(() -> server.revoke(type, status));
    }

    /** Closes every session's connection: 1000, or 4000 to 4007, or another code that WebSocket allows. */
    public void close(int code) {
        if (code != 1000 && (code < 3000 || code > 4999)) {
            throw new IllegalArgumentException("not a close code: " + code);
        }
        loop.run(() -> server.sessions().forEach(session -> server.fail(session.current, code)));
    }

    /** Ends every session's TCP connection without a close frame. */
    public void drop() {
        loop.run(() -> server.sessions().forEach(session -> server.drop(session.current)));
    }

    /**
     * Delays each notification for another session than the oldest by a random time up to this, so that the order changes,
     * too. The timestamps of the copies then differ by up to 50 ms.
     */
    public void lateCopies(Duration most) {
        loop.run(() -> active.copiesLate = most);
    }

    /** Adds a member to the event objects for other sessions than the oldest. */
    public void differingCopies(boolean enabled) {
        loop.run(() -> active.copiesDiffer = enabled);
    }

    /**
     * The faults of one session.
     *
     * @param index 0 for the oldest living session
     */
    public OfSession session(int index) {
        return new OfSession(index);
    }

    /** Faults of one living session; nothing happens when there is none with this index. */
    public final class OfSession {
        private final int index;

        private OfSession(int index) {
            this.index = index;
        }

        /** Closes its connection with this code. */
        public void close(int code) {
            run(connection -> server.fail(connection, code));
        }

        /** Ends its TCP connection without a close frame. */
        public void drop() {
            run(server::drop);
        }

        /** Stops its traffic in both directions. */
        public void halfOpen() {
            run(server::freeze);
        }

        private void run(Consumer<SimulatedConnection> fault) {
            loop.run(() ->
                    server.sessions().stream().skip(index).limit(1).forEach(session -> fault.accept(session.current)));
        }
    }

    /** Stops all traffic of all sessions in both directions; the TCP connections stay. */
    public void halfOpen() {
        loop.run(() -> server.sessions().forEach(session -> server.freeze(session.current)));
    }

    /** Sends this text, JSON or not, to all sessions. */
    public void sendText(String text) {
        loop.run(() -> server.sendToAll(connection -> connection.send(text)));
    }

    /** Sends a frame that is not JSON. */
    public void sendInvalidJson() {
        sendText("{\"metadata\":{\"message_id\":");
    }

    /** Sends a well-formed message of an unknown type. */
    public void sendUnknownMessageType() {
        loop.run(server::sendUnknownMessageType);
    }

    /** Sends a binary frame. */
    public void sendBinary(byte[] bytes) {
        loop.run(() -> server.sendToAll(connection -> connection.sendBinary(bytes)));
    }

    /** Sends one text frame with this number of bytes. */
    public void sendOversized(int bytes) {
        sendText("x".repeat(bytes));
    }

    /** The next {@code times} creations of this type, or of any if null, fail; e.g. 403, 429 or 503. */
    public void failSubscriptions(String type, int status, String message, int times) {
        add(ActiveFaults.Kind.FAIL_SUBSCRIPTION, type, status, message, Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path, such as {@code /helix/streams}, get this error. */
    public void fail(String path, int status, String message, int times) {
        add(ActiveFaults.Kind.FAIL, path, status, message, Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path are delayed by this time. */
    public void slowDown(String path, Duration delay, int times) {
        add(ActiveFaults.Kind.DELAY, path, 0, "", delay, times);
    }

    /** The next {@code times} requests to the path have no effect and are never answered. */
    public void hang(String path, int times) {
        add(ActiveFaults.Kind.HANG, path, 0, "", Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path take effect, but the connection ends instead of an answer. */
    public void loseAnswers(String path, int times) {
        add(ActiveFaults.Kind.LOSE_ANSWER, path, 0, "", Duration.ZERO, times);
    }

    /** Removes all pending failures, delays and hangs of HTTP paths. */
    public void forgiveRequests() {
        loop.run(active::forgiveRequests);
    }

    /** Empties the Helix bucket of the token's user for this time. */
    public void exhaustRateLimit(Duration duration) {
        loop.run(() -> gate.exhaust(options.tokenUser, duration));
    }

    private void add(ActiveFaults.Kind kind, String target, int status, String message, Duration delay, int times) {
        loop.run(() -> active.add(kind, target, status, message, delay, times));
    }
}
