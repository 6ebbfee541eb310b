package dev.twitchrelay.auth;

import java.net.URI;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Adds the relay's Twitch sign-in to camel-http. A route needs only {@code httpClientConfigurer: "#helix"} on its call
 * to {@code {{twitch.api.url}}}.
 */
public final class HelixHttpClientConfigurer implements HttpClientConfigurer {
    private final HelixAuthorization authorization;

    /** @param apiUrl only calls to this scheme, host and port get the token */
    public HelixHttpClientConfigurer(TokenProvider tokens, RateLimit rateLimit, URI apiUrl) {
        authorization = new HelixAuthorization(tokens, rateLimit, apiUrl);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("twitch-authorization", authorization);
    }
}
