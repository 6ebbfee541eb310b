package dev.twitchrelay.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The fault switches: faults of production on demand, and faults that production should never have. Thread-safe; each
 * method returns after its effect. A switch keeps its value until it is changed again.
 */
public final class Faults {
    private final SimulatorLoop loop;
    private final FaultSwitches switches;
    private final EventSubServer server;
    private final Welcomes welcomes;
    private final Deliveries deliveries;
    private final EventSubMessages messages;
    private final SubscriptionRegistry registry;
    private final ForcedAnswers forced;
    private final SimulatedRateLimit rateLimit;
    private final SimulatorOptions options;
    private final TwitchClock clock;

    Faults(
            SimulatorLoop loop,
            FaultSwitches switches,
            EventSubServer server,
            Welcomes welcomes,
            Deliveries deliveries,
            EventSubMessages messages,
            SubscriptionRegistry registry,
            ForcedAnswers forced,
            SimulatedRateLimit rateLimit,
            SimulatorOptions options,
            TwitchClock clock) {
        this.loop = loop;
        this.switches = switches;
        this.server = server;
        this.welcomes = welcomes;
        this.deliveries = deliveries;
        this.messages = messages;
        this.registry = registry;
        this.forced = forced;
        this.rateLimit = rateLimit;
        this.options = options;
        this.clock = clock;
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
        loop.run(() -> switches.withholdWelcome = true);
    }

    /** Sends the withheld welcomes. Later welcomes are sent at once again. */
    public void releaseWelcomes() {
        loop.run(() -> {
            switches.withholdWelcome = false;
            welcomes.release();
        });
    }

    /** Stops or starts {@code session_keepalive}; pings continue. */
    public void keepalives(boolean enabled) {
        loop.run(() -> switches.keepalives = enabled);
    }

    /** Stops or starts WebSocket pings. */
    public void pings(boolean enabled) {
        loop.run(() -> switches.pings = enabled);
    }

    /**
     * Sends a notification again: the same bytes, the same {@code message_id}, on the session's current connection.
     *
     * @throws IllegalArgumentException if no living session was ever sent this message
     */
    public void redeliver(String messageId) {
        if (!loop.call(() -> deliveries.redeliver(messageId))) {
            throw new IllegalArgumentException("no living session received message " + messageId);
        }
    }

    /** Sends every following notification {@code extraCopies} more times with the same {@code message_id}. */
    public void duplicate(int extraCopies) {
        loop.run(() -> switches.extraCopies = extraCopies);
    }

    /** Subtracts this time from the {@code message_timestamp} of the following notifications. */
    public void ageBy(Duration age) {
        loop.run(() -> switches.age = age);
    }

    /** Adds this difference to Twitch's wall clock, in every timestamp and the {@code Date} header. */
    public void skewClockBy(Duration skew) {
        loop.run(() -> clock.skewBy(skew));
    }

    /** Splits text messages into so many fragments, also within a character; 1 is off. */
    public void fragments(int number) {
        loop.run(() -> switches.fragments = number);
    }

    /** Adds members that no documentation mentions to envelopes, sessions and subscriptions, not to events. */
    public void unknownFields(boolean enabled) {
        loop.run(() -> switches.unknownFields = enabled);
    }

    /** Whether an ampersand in a reconnect URL is written as a JSON escape, u0026 after a backslash; on by default. */
    public void escapeAmpersands(boolean enabled) {
        loop.run(() -> switches.escapeAmpersands = enabled);
    }

    /** Whether optional condition keys come back as empty strings when they were not sent; on by default. */
    public void echoEmptyConditions(boolean enabled) {
        loop.run(() -> switches.echoEmptyConditions = enabled);
    }

    /** Sends {@code session_reconnect} to all sessions, also while an earlier hand-over is under way. */
    public void reconnect() {
        loop.run(server::reconnect);
    }

    /** Sets the behaviour at reconnect URLs. */
    public void handOver(HandOver outcome) {
        loop.run(() -> switches.handOver = outcome);
    }

    /** Ends all enabled subscriptions of the type with this status and sends their revocations. */
    public void revoke(String type, String status) {
        loop.run(() -> registry.enabled(type).forEach(subscription -> server.revoke(subscription, status)));
    }

    /** Closes every session's connection: 1000, or 4000 to 4007, or another code that WebSocket allows. */
    public void close(int code) {
        if (code != 1000 && (code < 3000 || code > 4999)) {
            throw new IllegalArgumentException("not a close code: " + code);
        }
        loop.run(() -> server.sessions().forEach(session -> server.fail(session.current(), session, code)));
    }

    /** Ends every session's TCP connection without a close frame. */
    public void drop() {
        loop.run(() -> server.sessions().forEach(server::drop));
    }

    /** Stops all traffic of all sessions in both directions; the TCP connections stay. */
    public void halfOpen() {
        loop.run(() -> server.sessions().forEach(server::freeze));
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
        loop.run(() -> server.sendToAll(connection -> connection.send(messages.ofUnknownType())));
    }

    /** Sends a binary frame. */
    public void sendBinary(byte[] bytes) {
        loop.run(() -> server.sendToAll(connection -> connection.sendBinary(bytes)));
    }

    /** Sends one text frame with this number of bytes. */
    public void sendOversized(int bytes) {
        sendText(new String(new byte[bytes], StandardCharsets.US_ASCII).replace('\0', 'x'));
    }

    /** The next {@code times} creations of this type, or of any if null, fail; e.g. 403, 429 or 503. */
    public void failSubscriptions(String type, int status, String message, int times) {
        add(ForcedAnswers.Kind.FAIL_SUBSCRIPTION, type, status, message, Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path, such as {@code /helix/streams}, get this error. */
    public void fail(String path, int status, String message, int times) {
        add(ForcedAnswers.Kind.FAIL, path, status, message, Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path are delayed by this time. */
    public void slowDown(String path, Duration delay, int times) {
        add(ForcedAnswers.Kind.DELAY, path, 0, "", delay, times);
    }

    /** The next {@code times} requests to the path have no effect and are never answered. */
    public void hang(String path, int times) {
        add(ForcedAnswers.Kind.HANG, path, 0, "", Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path take effect, but the connection ends instead of an answer. */
    public void loseAnswers(String path, int times) {
        add(ForcedAnswers.Kind.LOSE, path, 0, "", Duration.ZERO, times);
    }

    /** The next {@code times} requests to the path have no effect and are answered 200 with this body, JSON or not. */
    public void answer(String path, String body, int times) {
        add(ForcedAnswers.Kind.BODY, path, 200, body, Duration.ZERO, times);
    }

    /**
     * The next {@code times} requests to the path are answered 200 with a body that is not gzip, although the headers
     * say so.
     */
    public void answerDamaged(String path, int times) {
        add(ForcedAnswers.Kind.DAMAGED, path, 200, "not packed at all", Duration.ZERO, times);
    }

    /** Removes all pending failures, delays and hangs of HTTP paths. */
    public void forgiveRequests() {
        loop.run(forced::clear);
    }

    /** Empties the Helix bucket of the token's user for this time. */
    public void exhaustRateLimit(Duration duration) {
        loop.run(() -> rateLimit.exhaust(options.tokenUser.id(), duration));
    }

    private void add(ForcedAnswers.Kind kind, String target, int status, String message, Duration delay, int times) {
        loop.run(() -> forced.add(kind, target, status, message, delay, times));
    }
}
