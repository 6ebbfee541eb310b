package dev.twitchrelay.outbox;

import java.util.function.UnaryOperator;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;

/**
 * Lets camel-http call an address that stands in a setting: {@code http:sinks.lights.url} with {@code httpClientConfigurer:
 * "#sinks"} calls what {@code sinks.lights.url} is set to. So the address, which often is a secret, is part of no URI that
 * a log, metric or status could show. Keeps to the limits that answers tell, and repeats nothing by itself: the outbox does.
 */
public final class SinkHttpConfigurer implements HttpClientConfigurer {
    private final SinkCalls calls;
    private final CallTimeLimit timeLimit;

    /**
     * @param outbox holds the limits of sinks
     * @param settings the value of a setting, or null
     * @param timeLimit for a whole call
     * @param ways knows the proxy to an address
     */
    public SinkHttpConfigurer(
            Outbox outbox, UnaryOperator<String> settings, CallTimeLimit timeLimit, HttpRoutePlanner ways) {
        this.timeLimit = timeLimit;
        calls = new SinkCalls(sink -> outbox.limit(sink), settings, ways);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setUserAgent("twitch-relay")
                .addExecInterceptorFirst("sink-address", calls)
                .addExecInterceptorFirst("time-limit", timeLimit);
    }
}
