package dev.twitchrelay.sse;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/**
 * What all addresses of an event stream have in common: they are read with GET or HEAD, answer preflights, and say in
 * JSON what is wrong with a request. Mount on a route without a method, so that other methods reach it, too.
 */
abstract class ReadOnlyHandler implements Handler<RoutingContext> {

    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final CrossOrigin crossOrigin;

    ReadOnlyHandler(SseHub hub) {
        this.crossOrigin = new CrossOrigin(hub.settings().allowedOrigins());
    }

    /** Answers a GET or HEAD; the CORS headers are already set. */
    abstract void read(RoutingContext context);

    @Override
    public final void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        switch (request.method().name()) {
            case "GET", "HEAD" -> {
                crossOrigin.apply(request);
                try {
                    read(context);
                } catch (BadRequestException e) {
                    refuse(request.response(), 400, e.getMessage());
                } catch (HttpException e) {
                    refuse(request.response(), e.getStatusCode(), "the query is malformed; percent-encode it as UTF-8");
                }
            }
            case "OPTIONS" -> crossOrigin.answerPreflight(request, METHODS);
            default -> {
                crossOrigin.apply(request);
                request.response().putHeader("Allow", METHODS);
                refuse(request.response(), 405, "this address can only be read; use GET");
            }
        }
    }

    /** Answers with a reason, a sentence without quotes and nothing from the request. */
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
