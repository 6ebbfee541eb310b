package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.function.Function;

/**
 * Writes HTTP answers. An endpoint returns its JSON, or throws an {@link HttpException} whose payload is the message of
 * the error. The errors are failure handlers of the router. Loop-confined.
 */
final class Answers {
    private static final String LOST = "answer is lost";

    private Answers() {}

    /**
     * Answers with the result of the endpoint, or with an empty body when the result is null. The status is 200, unless
     * the endpoint sets another status.
     */
    static Handler<RoutingContext> of(Function<RoutingContext, JsonNode> endpoint) {
        return request -> send(request, endpoint.apply(request));
    }

    /** Answers with an error of Helix, which has three members. */
    static void helixError(RoutingContext request) {
        String error = HttpResponseStatus.valueOf(request.statusCode()).reasonPhrase();
        sendError(request, SimulatorJson.object().put("error", error));
    }

    /** Answers with an error of OAuth, which has no member {@code error}, unlike Helix and RFC 6749. */
    static void oauthError(RoutingContext request) {
        sendError(request, SimulatorJson.object());
    }

    private static void sendError(RoutingContext request, ObjectNode body) {
        Throwable failure = request.failure();
        String message = failure instanceof HttpException refused ? refused.getPayload() : String.valueOf(failure);
        request.response().setStatusCode(request.statusCode());
        send(request, body.put("status", request.statusCode()).put("message", message));
    }

    /** Lets the request take effect but ends the connection instead of an answer. */
    static void lose(RoutingContext request) {
        request.put(LOST, true);
    }

    private static void send(RoutingContext request, JsonNode body) {
        HttpServerResponse response = request.response();
        if (request.get(LOST) != null) {
            request.request().connection().close();
        } else if (body == null) {
            response.end();
        } else if (!response.closed()) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
            response.end(body.toString());
        }
    }
}
