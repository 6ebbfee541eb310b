package dev.twitchrelay.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code twitch.*}. */
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
        Endpoint auth)
        implements InitializingBean {
    private static final Duration SHORTEST_POLL_INTERVAL = Duration.ofMillis(100);

    record EventSub(String url, String subscriptionsUrl, int sessions) {}

    record Endpoint(String url) {}

    @Override
    public String toString() {
        return "TwitchProperties[clientId=" + clientId + ", channel=" + channel + ", secrets hidden]";
    }

    /** The addresses of Twitch, by the name of the setting. */
    Map<String, String> addresses() {
        return Map.of(
                "twitch.eventsub.url", eventsub.url(),
                "twitch.eventsub.subscriptions-url", eventsub.subscriptionsUrl(),
                "twitch.api.url", api.url(),
                "twitch.auth.url", auth.url());
    }

    /** @throws InvalidSettingException naming the first setting that is wrong */
    @Override
    public void afterPropertiesSet() {
        if (clientId == null || clientId.isBlank()) {
            throw new InvalidSettingException(
                    "twitch.client-id is not set",
                    "register an application at https://dev.twitch.tv/console/apps and set TWITCH_CLIENT_ID to its"
                            + " client id, or try the relay without Twitch: -Dspring-boot.run.profiles=demo");
        }
        checkAddress("twitch.eventsub.url", eventsub.url(), "ws");
        if (eventsub.sessions() < 1 || eventsub.sessions() > 3) {
            throw new InvalidSettingException(
                    "twitch.eventsub.sessions is " + eventsub.sessions(),
                    "set it to 1, or to 2 or 3 sessions that receive the same events; Twitch allows no more");
        }
        checkAddress("twitch.api.url", api.url(), "http");
        checkAddress("twitch.eventsub.subscriptions-url", eventsub.subscriptionsUrl(), "http");
        checkAddress("twitch.auth.url", auth.url(), "http");
        if (pollInterval == null || pollInterval.compareTo(SHORTEST_POLL_INTERVAL) < 0) {
            throw new InvalidSettingException(
                    "twitch.poll-interval is " + (pollInterval == null ? "empty" : pollInterval.toMillis() + " ms"),
                    "write it with its unit, for example 60s; Twitch's numbers change about once a minute");
        }
    }

    /** @param scheme {@code ws} or {@code http}; an {@code s} may follow it */
    private static void checkAddress(String setting, String address, String scheme) {
        try {
            URI uri = URI.create(address);
            boolean isOfScheme = scheme.equals(uri.getScheme()) || (scheme + "s").equals(uri.getScheme());
            // the relay appends paths to addresses of HTTP
            boolean endsWithItsPath =
                    uri.getRawFragment() == null && (uri.getRawQuery() == null || scheme.equals("ws"));
            if (isOfScheme && uri.getHost() != null && endsWithItsPath) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new InvalidSettingException(
                setting + " is '" + address + "'",
                "set it to an address that begins with " + scheme + "s:// and has no part that begins with ? or #");
    }
}
