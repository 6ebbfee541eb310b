package dev.twitchrelay.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The options of a {@link TwitchSimulator}. Immutable: every {@code with…} method returns a changed copy.
 *
 * <p>{@link #defaults()} has one affiliate broadcaster, LanternBay, whose own token with the three scopes of the relay
 * is already issued to a public client; times are those of production. {@link #fast()} has the same with times for
 * tests.
 */
public final class SimulatorOptions implements Cloneable {
    int port;
    final String clientId = "demoClientId0123456789abcdefgh";
    String clientSecret;
    final Person broadcaster = Person.of("700100", "LanternBay");
    String broadcasterType = "affiliate";
    Person tokenUser = broadcaster;
    boolean tokenUserModerates = true;
    String accessToken = "demoaccess0123456789abcdefghij";
    String refreshToken = "demorefresh0123456789abcdefghijklmnopqrstuvwxyz012";
    Set<String> scopes = Set.of("moderator:read:followers", "channel:read:subscriptions", "bits:read");
    int announcedKeepaliveSeconds;
    int rateLimit = 800;
    int pageSize = 100;
    Map<ProtocolTime, Duration> times = new EnumMap<>(ProtocolTime.class);

    private SimulatorOptions() {}

    /** The times of production, a free port, a public client and issued tokens. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions();
    }

    /**
     * The defaults with short times: a keepalive "second" is 20 ms, the subscription window 1 s, the reconnect grace 1
     * s, a ping comes every 100 ms, and device codes may be polled at once.
     */
    public static SimulatorOptions fast() {
        return defaults()
                .with(ProtocolTime.KEEPALIVE_UNIT, Duration.ofMillis(20))
                .with(ProtocolTime.SUBSCRIPTION_WINDOW, Duration.ofSeconds(1))
                .with(ProtocolTime.RECONNECT_GRACE, Duration.ofSeconds(1))
                .with(ProtocolTime.PING_INTERVAL, Duration.ofMillis(100))
                .with(ProtocolTime.PONG_TIMEOUT, Duration.ofSeconds(1))
                .with(ProtocolTime.DEVICE_POLL_INTERVAL, Duration.ZERO)
                .with(ProtocolTime.DEAD_SOCKET_NOTICED, Duration.ofSeconds(1))
                .with(ProtocolTime.ENDED_SUBSCRIPTION_KEPT, Duration.ofSeconds(1));
    }

    /** The TCP port on 127.0.0.1; 0 takes a free port. */
    public SimulatorOptions withPort(int value) {
        return changed(copy -> copy.port = value);
    }

    /**
     * Makes the application confidential: it needs the secret, and a refresh token may be used again. Null, the
     * default, makes it public: each refresh token works once.
     */
    public SimulatorOptions withClientSecret(String value) {
        return changed(copy -> copy.clientSecret = value);
    }

    /** {@code affiliate}, {@code partner}, or an empty text for a channel without subscriptions. */
    public SimulatorOptions withBroadcasterType(String value) {
        return changed(copy -> copy.broadcasterType = value);
    }

    /**
     * The user who signs in. For a user who is not the broadcaster, {@code moderates} tells whether the user is a
     * moderator of the channel.
     */
    public SimulatorOptions withTokenUser(Person value, boolean moderates) {
        return changed(copy -> {
            copy.tokenUser = value;
            copy.tokenUserModerates = moderates;
        });
    }

    /** The tokens that are valid from the start. */
    public SimulatorOptions withTokens(String access, String refresh) {
        return changed(copy -> {
            copy.accessToken = access;
            copy.refreshToken = refresh;
        });
    }

    /** No tokens: a client must start with the device code or authorization code flow. */
    public SimulatorOptions withoutTokens() {
        return withTokens(null, null);
    }

    /** An initial token that permits every subscription type and everything that can be written. */
    public SimulatorOptions withAllScopes() {
        return withScopes(Stream.concat(SubscriptionType.allScopes().stream(), Chat.SCOPES.stream())
                .toArray(String[]::new));
    }

    /** The scopes of the initial token. Tokens of a device code get the scopes that the flow asks for. */
    public SimulatorOptions withScopes(String... values) {
        return changed(copy -> copy.scopes = Set.copyOf(List.of(values)));
    }

    /**
     * Announces this number as {@code keepalive_timeout_seconds}, whatever a client asks for. It is for tests of a
     * client's watchdog, because production never announces less than 10. 0, the default, is the behaviour of
     * production.
     */
    public SimulatorOptions withAnnouncedKeepaliveSeconds(int value) {
        return changed(copy -> copy.announcedKeepaliveSeconds = value);
    }

    /** Helix points per minute and bucket; production has 800. */
    public SimulatorOptions withRateLimit(int value) {
        return changed(copy -> copy.rateLimit = value);
    }

    /** The number of entries on a page of the subscriptions list. Callers cannot choose it. */
    public SimulatorOptions withPageSize(int value) {
        return changed(copy -> copy.pageSize = value);
    }

    /** Replaces one duration of the protocol. */
    public SimulatorOptions with(ProtocolTime time, Duration duration) {
        return changed(copy -> copy.times.put(time, duration));
    }

    /** The client id that tokens are issued to. */
    public String clientId() {
        return clientId;
    }

    /** The channel's owner. */
    public Person broadcaster() {
        return broadcaster;
    }

    /** The initial access token, or null. */
    public String accessToken() {
        return accessToken;
    }

    /** The initial refresh token, or null. */
    public String refreshToken() {
        return refreshToken;
    }

    boolean confidential() {
        return clientSecret != null;
    }

    private SimulatorOptions changed(Consumer<SimulatorOptions> change) {
        try {
            SimulatorOptions copy = (SimulatorOptions) clone();
            copy.times = new EnumMap<>(times);
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
