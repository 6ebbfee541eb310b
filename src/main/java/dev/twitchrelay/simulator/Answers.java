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

    /** The cause of a conflict. The error names the existing subscription, as Twitch's errors do since April 2026. */
    private static final class AlreadyExists extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String id;

        AlreadyExists(String id) {
            this.id = id;
        }
    }

    /** The answer to a subscription that exists already. */
    static HttpException alreadyExists(String id) {
        return new HttpException(409, "subscription already exists", new AlreadyExists(id));
    }

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
        body.put("status", request.statusCode()).put("message", message);
        if (failure instanceof HttpException && failure.getCause() instanceof AlreadyExists exists) {
            body.putArray("data").addObject().put("id", exists.id);
        }
        send(request, body);
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
