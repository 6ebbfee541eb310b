package dev.twitchrelay.simulator;

import java.time.Duration;

/**
 * Every duration of Twitch's protocol, with the value that Twitch is known or believed to use. All of them can be
 * scaled down ({@link SimulatorOptions#with(ProtocolTime, Duration)}) so that a test need not wait for real seconds.
 */
public enum ProtocolTime {
    /** What one second of {@code keepalive_timeout_seconds} lasts; 50 ms makes "10 s of silence" half a second. */
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
    /** How long an ended subscription still appears in the list. */
    ENDED_SUBSCRIPTION_KEPT(Duration.ofMinutes(1)),
    /** How long a half-open connection counts as alive, with all its subscriptions, before Twitch notices. */
    DEAD_SOCKET_NOTICED(Duration.ofMinutes(1)),
    /** {@code /streams} shows a stream this long after {@code stream.online}; negative: before the event. */
    STREAM_ONLINE_LAG(Duration.ZERO),
    /** {@code /streams} drops a stream this long after {@code stream.offline}; negative: before the event. */
    STREAM_OFFLINE_LAG(Duration.ZERO),
    /** Follower and subscriber totals move this long after the event that moves them. */
    COUNTERS_LAG(Duration.ZERO);

    private final Duration production;

    ProtocolTime(Duration production) {
        this.production = production;
    }

    Duration production() {
        return production;
    }
}
