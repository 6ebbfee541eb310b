package dev.twitchrelay.outbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;

/** Sends requests for the host {@code sinks.NAME.…} to the address that this setting holds. Thread-safe. */
final class SinkCalls implements ExecChainHandler {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout RESPONSE = Timeout.ofSeconds(10);

    private final Function<String, CallLimit> limits;
    private final UnaryOperator<String> settings;
    private final HttpRoutePlanner ways;

    /**
     * @param limits by the name of the sink
     * @param settings the value of a setting, or null
     * @param ways knows the proxy to an address
     */
    SinkCalls(Function<String, CallLimit> limits, UnaryOperator<String> settings, HttpRoutePlanner ways) {
        this.limits = limits;
        this.settings = settings;
        this.ways = ways;
    }

    @Override
    @SuppressWarnings("deprecation")
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String setting = scope.route.getTargetHost().getHostName();
        String[] parts = setting.split("\\.");
        if (parts.length < 3 || !parts[0].equals("sinks")) {
            throw new IllegalArgumentException("'" + setting + "' names no setting: write http:sinks.NAME.url");
        }
        CallLimit limit = limits.apply(parts[1]);
        Duration wait = limit.waitTime();
        if (!wait.isZero()) {
            throw new Verdict.LimitedException(wait);
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
        // after the time limits are set: a planner reads that configuration, too
        HttpRoute route =
                ways.determineRoute(new HttpHost(address.getScheme(), address.getHost(), port), scope.clientContext);
        ClassicHttpResponse response = chain.proceed(
                addressed,
                new ExecChain.Scope(scope.exchangeId, route, addressed, scope.execRuntime, scope.clientContext));
        limit.note(response.getCode(), name -> {
            var header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        });
        return response;
    }

    /** The setting's address with the path and query of the request behind its own. */
    private URI address(String setting, String path) throws Verdict.UnusableSettingException {
        String base = settings.apply(setting);
        if (base == null || base.isBlank()) {
            throw new Verdict.UnusableSettingException(
                    setting + " is not set, and 'needs' of the sink's route does not name it");
        }
        String[] own = base.strip().split("\\?", 2);
        String[] more = (path == null ? "" : path).split("\\?", 2);
        String query = (own.length > 1 ? own[1] : "")
                + (own.length > 1 && more.length > 1 ? "&" : "")
                + (more.length > 1 ? more[1] : "");
        String whole = (more[0].isEmpty() || more[0].equals("/") ? own[0] : own[0].replaceFirst("/+$", "") + more[0])
                + (query.isEmpty() ? "" : "?" + query);
        URI address;
        try {
            address = URI.create(whole);
        } catch (IllegalArgumentException e) {
            // without the cause: its message is the address
            throw new Verdict.UnusableSettingException(setting + " is no address that begins with https:// or http://");
        }
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("(?i)https?")) {
            throw new Verdict.UnusableSettingException(setting + " is no address that begins with https:// or http://");
        }
        return address;
    }
}
