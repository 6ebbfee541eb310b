package dev.twitchrelay.auth;

import dev.twitchrelay.kit.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Signs the Helix calls of routes, so that a route file names resources and never tokens. A route needs only
 * {@code httpClientConfigurer: "#helix"} on its call to {@code {{twitch.api.url}}}. A 401 to an ended token leads to a
 * refresh and one repetition; a 503 is repeated once, as Twitch advises; after a 429 no call is made before the reset
 * of the bucket. A 401 to a valid token is left to the route, as any other answer. Calls to other hosts are not signed.
 * Called on the route's thread, which it blocks while the token is refreshed. Thread-safe.
 */
public final class HelixHttpClientConfigurer implements HttpClientConfigurer, ExecChainHandler {
    private static final long TOKEN_SECONDS = 15;
    private static final int MOST_OF_BODY = 10_000;

    private final TokenProvider tokens;
    private final RateLimit rateLimit;
    private final HttpHost api;

    /** @param apiUrl only calls to this scheme, host and port get the token */
    public HelixHttpClientConfigurer(TokenProvider tokens, RateLimit rateLimit, URI apiUrl) {
        this.tokens = tokens;
        this.rateLimit = rateLimit;
        this.api = target(apiUrl.getScheme(), apiUrl.getHost(), apiUrl.getPort());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addExecInterceptorFirst("twitch-authorization", this);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost host = scope.route.getTargetHost();
        if (!api.equals(target(host.getSchemeName(), host.getHostName(), host.getPort()))) {
            return chain.proceed(request, scope);
        }
        Duration wait = rateLimit.waitTime();
        if (!wait.isZero()) {
            throw new IOException(
                    "Twitch's rate limit is used up; the next call is possible in " + wait.toSeconds() + " s");
        }
        AccessToken token = await(tokens.token());
        ClassicHttpResponse response = proceed(request, scope, chain, token);
        if (response.getCode() == 401) {
            String body = body(response);
            AccessToken next = await(tokens.afterRefusal(token, message(body)));
            if (next != null) {
                response.close();
                response = proceed(request, scope, chain, next);
                body = response.getCode() == 401 ? body(response) : null;
            }
            // an exception, because the outbox takes a 401 as the end of a webhook; here another sign-in with more
            // scopes helps
            if (body != null && !request.getMethod().equals("GET")) {
                response.close();
                throw new IOException("Twitch does not permit this call with this sign-in: " + message(body));
            }
        } else if (response.getCode() == 503) {
            EntityUtils.consume(response.getEntity());
            response.close();
            response = proceed(request, scope, chain, token);
        }
        return response;
    }

    /** Reads the body and puts a copy in its place, so that it can be read again. */
    private static String body(ClassicHttpResponse response) throws IOException, HttpException {
        HttpEntity entity = response.getEntity();
        String body = entity == null ? "" : EntityUtils.toString(entity, MOST_OF_BODY);
        response.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        return body;
    }

    private static String message(String body) {
        return JsonMappers.lenient(body).path("message").asText("");
    }

    private ClassicHttpResponse proceed(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain, AccessToken token)
            throws IOException, HttpException {
        ClassicHttpRequest signed = ClassicRequestBuilder.copy(request).build();
        signed.setHeader("Authorization", "Bearer " + token.value());
        signed.setHeader("Client-Id", tokens.clientId());
        // the scope gets the signed request as the original request, because it is sent again when a proxy asks for a
        // password
        ClassicHttpResponse response = chain.proceed(
                signed,
                new ExecChain.Scope(scope.exchangeId, scope.route, signed, scope.execRuntime, scope.clientContext));
        rateLimit.note(
                response.getCode(), header(response, "Ratelimit-Remaining"), header(response, "Ratelimit-Reset"));
        return response;
    }

    private static String header(ClassicHttpResponse response, String name) {
        var header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static AccessToken await(CompletionStage<AccessToken> stage) throws IOException {
        try {
            // a copy of the stage, because the time limit must not end the wait of other callers
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(TOKEN_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new IOException("Twitch gave no token within " + TOKEN_SECONDS + " s", e)
                    : new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static HttpHost target(String scheme, String host, int port) {
        int effective = port > 0 ? port : "https".equalsIgnoreCase(scheme) ? 443 : 80;
        return new HttpHost(scheme, host, effective);
    }
}
