package dev.twitchrelay.outbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Lets camel-http call an address that a setting holds: {@code http:sinks.lights.url} with {@code httpClientConfigurer:
 * "#sinks"} calls the value of {@code sinks.lights.url}. The address often is a secret, and so it is part of no URI
 * that a log, a metric or the status could show. The client keeps to the limits that peers set, and repeats no call by
 * itself, because the outbox does. Thread-safe.
 */
public final class SinkHttpConfigurer implements HttpClientConfigurer {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout RESPONSE = Timeout.ofSeconds(10);

    private final Outbox outbox;
    private final UnaryOperator<String> settings;
    private final CallTimeLimit timeLimit;
    private final HttpRoutePlanner proxies;

    /**
     * @param outbox holds the limits of sinks
     * @param settings gives the value of a setting, or null
     * @param timeLimit for a whole call
     * @param proxies knows the proxy to an address
     */
    public SinkHttpConfigurer(
            Outbox outbox, UnaryOperator<String> settings, CallTimeLimit timeLimit, HttpRoutePlanner proxies) {
        this.outbox = outbox;
        this.settings = settings;
        this.timeLimit = timeLimit;
        this.proxies = proxies;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setUserAgent("twitch-relay")
                .addExecInterceptorFirst("sink-address", this::call)
                .addExecInterceptorFirst("time-limit", timeLimit);
    }

    /** Sends a request for the host {@code sinks.NAME.…} to the address that this setting holds. */
    @SuppressWarnings("deprecation")
    private ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String setting = scope.route.getTargetHost().getHostName();
        String[] parts = setting.split("\\.");
        if (parts.length < 3 || !parts[0].equals("sinks")) {
            throw new IllegalArgumentException("'" + setting + "' names no setting: write http:sinks.NAME.url");
        }
        CallLimit limit = outbox.limit(parts[1]);
        Duration wait = limit.waitTime();
        if (!wait.isZero()) {
            String reason = "its limit allows the next call in " + wait.toMillis() + " ms";
            throw new Delivery.FailedException(new DeliveryFailure(FailureKind.WAIT, wait, reason), null);
        }
        URI address = address(setting, request.getPath());
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
        ClassicHttpRequest addressed =
                ClassicRequestBuilder.copy(request).setUri(address).build();
        scope.clientContext.setRequestConfig(RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
                .setConnectTimeout(CONNECT)
                .setResponseTimeout(RESPONSE)
                .build());
        // after the time limits are set, because a planner reads that configuration, too
        HttpRoute route =
                proxies.determineRoute(new HttpHost(address.getScheme(), address.getHost(), port), scope.clientContext);
        ClassicHttpResponse response = chain.proceed(
                addressed,
                new ExecChain.Scope(scope.exchangeId, route, addressed, scope.execRuntime, scope.clientContext));
        limit.note(response.getCode(), name -> {
            Header header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        });
        return response;
    }

    /** The setting's address, followed by the path and the query of the request. */
    private URI address(String setting, String path) throws Delivery.FailedException {
        String base = settings.apply(setting);
        if (base == null || base.isBlank()) {
            throw unusable(setting + " is not set, and 'needs' of the sink's route does not name it");
        }
        String[] own = base.split("\\?", 2);
        String[] more = (path == null ? "" : path).split("\\?", 2);
        String query = (own.length > 1 ? own[1] : "")
                + (own.length > 1 && more.length > 1 ? "&" : "")
                + (more.length > 1 ? more[1] : "");
        String whole = (more[0].isEmpty() || more[0].equals("/") ? own[0] : own[0].replaceFirst("/+$", "") + more[0])
                + (query.isEmpty() ? "" : "?" + query);
        try {
            URI address = URI.create(whole);
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("(?i)https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // its message holds the address
        }
        throw unusable(setting + " is no address that begins with https:// or http://");
    }

    private static Delivery.FailedException unusable(String reason) {
        return new Delivery.FailedException(DeliveryFailure.stopped(reason), null);
    }
}
