package dev.twitchrelay.auth;

import java.net.URI;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Gives camel-http endpoints the relay's Twitch sign-in: {@code httpClientConfigurer: "#helix"} on a route's call to
 * {@code {{twitch.api.url}}} is all that a route needs.
 */
public final class HelixHttpClientConfigurer implements HttpClientConfigurer {
    private final HelixAuthorization authorization;

    /** @param apiUrl only calls to this scheme, host and port carry the token */
    public HelixHttpClientConfigurer(TokenProvider tokens, RateLimit rateLimit, URI apiUrl) {
        authorization = new HelixAuthorization(tokens, rateLimit, apiUrl);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("twitch-authorization", authorization);
    }
}
