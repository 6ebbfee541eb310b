package dev.twitchrelay.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings {@code twitch.*}. What they mean and their defaults stand in {@code application.yaml}; here is what they
 * must not be.
 */
@ConfigurationProperties("twitch")
record TwitchProperties(
        String clientId,
        String clientSecret,
        String accessToken,
        String refreshToken,
        String channel,
        Duration pollInterval,
        EventSub eventsub,
        Endpoint api,
        Endpoint auth) {

    record EventSub(String url, String subscriptionsUrl) {}

    record Endpoint(String url) {}

    @Override
    public String toString() {
        return "TwitchProperties[clientId=" + clientId + ", channel=" + channel + ", secrets hidden]";
    }

    /** Where Twitch is, by the name of the setting. */
    Map<String, String> addresses() {
        return Map.of(
                "twitch.eventsub.url", eventsub.url(),
                "twitch.eventsub.subscriptions-url", eventsub.subscriptionsUrl(),
                "twitch.api.url", api.url(),
                "twitch.auth.url", auth.url());
    }

    private static final Duration LEAST_POLL_INTERVAL = Duration.ofMillis(100);

    /** @throws InvalidSettingException naming the first setting that is wrong */
    void check() {
        if (clientId == null || clientId.isBlank()) {
            throw new InvalidSettingException(
                    "twitch.client-id is not set",
                    "register an application at https://dev.twitch.tv/console/apps and set TWITCH_CLIENT_ID to its"
                            + " client id, or try the relay without Twitch: -Dspring-boot.run.profiles=demo");
        }
        checkUrl("twitch.eventsub.url", eventsub.url(), "ws", "wss");
        checkUrl("twitch.api.url", api.url(), "http", "https");
        checkUrl("twitch.eventsub.subscriptions-url", eventsub.subscriptionsUrl(), "http", "https");
        checkUrl("twitch.auth.url", auth.url(), "http", "https");
        if (pollInterval == null) {
            throw new InvalidSettingException(
                    "twitch.poll-interval is empty", "write it with its unit, for example 60s, or leave it out");
        }
        if (pollInterval.compareTo(LEAST_POLL_INTERVAL) < 0) {
            throw new InvalidSettingException(
                    "twitch.poll-interval is " + pollInterval.toMillis() + " ms",
                    "write it with its unit, for example 60s; Twitch's numbers change about once a minute");
        }
    }

    private static void checkUrl(String setting, String url, String scheme, String secureScheme) {
        try {
            URI uri = URI.create(url == null ? "" : url);
            if (uri.getHost() != null && (scheme.equals(uri.getScheme()) || secureScheme.equals(uri.getScheme()))) {
                if (uri.getRawFragment() == null && (uri.getRawQuery() == null || scheme.equals("ws"))) {
                    return;
                }
                throw new InvalidSettingException(
                        setting + " is '" + url + "'",
                        "leave out what begins with ? or #: the relay appends paths to it");
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidSettingException(
                setting + " is '" + url + "'", "set it to an address that begins with " + secureScheme + "://");
    }
}
