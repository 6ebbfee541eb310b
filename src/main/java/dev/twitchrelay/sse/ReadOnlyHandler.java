package dev.twitchrelay.sse;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;

/**
 * The common part of all addresses of an event stream: GET and HEAD, the headers for pages of other origins,
 * preflights, and the reason of a refusal as JSON. Mount it on a route without a method, so that other methods reach
 * it, too. Thread-safe.
 */
abstract class ReadOnlyHandler implements Handler<RoutingContext> {

    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final String ONE_DAY = "86400";

    final SseHub hub;

    /** The message says what is wrong and what to write instead, and contains nothing of the request. */
    static final class BadRequestException extends RuntimeException {
        BadRequestException(String message) {
            super(message, null, false, false);
        }
    }

    ReadOnlyHandler(SseHub hub) {
        this.hub = hub;
    }

    /** Answers a GET or HEAD. The headers for pages of other origins are set. */
    abstract void read(RoutingContext context);

    @Override
    public final void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        allowOrigin(request);
        switch (request.method().name()) {
            case "GET", "HEAD" -> {
                try {
                    read(context);
                } catch (BadRequestException e) {
                    refuse(response, 400, e.getMessage());
                } catch (HttpException e) {
                    refuse(response, e.getStatusCode(), "the query is malformed; percent-encode it as UTF-8");
                }
            }
            // a preflight; some EventSource libraries set Last-Event-ID themselves
            case "OPTIONS" ->
                response.setStatusCode(204)
                        .putHeader("Allow", METHODS)
                        .putHeader("Access-Control-Allow-Methods", METHODS)
                        .putHeader("Access-Control-Allow-Headers", "Last-Event-ID, Cache-Control")
                        .putHeader("Access-Control-Max-Age", ONE_DAY)
                        .end();
            default -> {
                response.putHeader("Allow", METHODS);
                refuse(response, 405, "this address can only be read; use GET");
            }
        }
    }

    private void allowOrigin(HttpServerRequest request) {
        List<String> allowed = hub.settings().allowedOrigins();
        if (allowed.contains("*")) {
            request.response().putHeader("Access-Control-Allow-Origin", "*");
            return;
        }
        request.response().putHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin != null && allowed.contains(origin)) {
            request.response().putHeader("Access-Control-Allow-Origin", origin);
        }
    }

    /** @param reason a sentence without quotes, and without anything of the request */
    static void refuse(HttpServerResponse response, int status, String reason) {
        response.setStatusCode(status);
        answerJson(response, "{\"error\":\"" + reason + "\"}");
    }

    static void answerJson(HttpServerResponse response, String json) {
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json);
    }
}
