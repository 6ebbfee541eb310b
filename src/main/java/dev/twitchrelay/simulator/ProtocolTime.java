package dev.twitchrelay.simulator;

import java.time.Duration;

/**
 * The durations of Twitch's protocol, each with the known or believed value of Twitch.
 * {@link SimulatorOptions#with(ProtocolTime, Duration)} sets a shorter duration for tests, which must not wait for real
 * seconds.
 */
public enum ProtocolTime {
    /** The length of a second of {@code keepalive_timeout_seconds}; with 50 ms, "10 s of silence" are half a second. */
    KEEPALIVE_UNIT(Duration.ofSeconds(1)),
    /** From the welcome until a session without any subscription is closed with 4003. */
    SUBSCRIPTION_WINDOW(Duration.ofSeconds(10)),
    /** From {@code session_reconnect} until the old connection is closed with 4004. */
    RECONNECT_GRACE(Duration.ofSeconds(30)),
    /** Between two WebSocket pings; production's value is not published. */
    PING_INTERVAL(Duration.ofSeconds(5)),
    /** From a ping until a connection without pong is closed with 4002. */
    PONG_TIMEOUT(Duration.ofSeconds(10)),
    /** From the handshake to {@code session_welcome}. */
    WELCOME_DELAY(Duration.ZERO),
    /** Life of a user access token; {@code expires_in} is this, rounded up to whole seconds. */
    TOKEN_LIFE(Duration.ofSeconds(14_203)),
    /** Life of an app access token. */
    APP_TOKEN_LIFE(Duration.ofDays(58)),
    /** Life of a public client's refresh token. */
    REFRESH_TOKEN_LIFE(Duration.ofDays(30)),
    /** Life of a device code. */
    DEVICE_CODE_LIFE(Duration.ofMinutes(30)),
    /** The {@code interval} between two polls of a device code, announced in seconds rounded down: 0 is possible. */
    DEVICE_POLL_INTERVAL(Duration.ofSeconds(5)),
    /** The time for which an ended subscription still appears in the list. */
    ENDED_SUBSCRIPTION_KEPT(Duration.ofMinutes(1)),
    /** The time for which a half-open connection counts as alive, with all its subscriptions, before Twitch notices. */
    DEAD_SOCKET_NOTICED(Duration.ofMinutes(1)),
    /**
     * The time after {@code stream.online} at which {@code /streams} shows the stream; negative means before the event.
     */
    STREAM_ONLINE_LAG(Duration.ZERO),
    /**
     * The time after {@code stream.offline} at which {@code /streams} drops the stream; negative means before the
     * event.
     */
    STREAM_OFFLINE_LAG(Duration.ZERO),
    /** The time after an event at which the totals of followers and subscribers change. */
    COUNTERS_LAG(Duration.ZERO);

    private final Duration production;

    ProtocolTime(Duration production) {
        this.production = production;
    }

    Duration production() {
        return production;
    }
}
