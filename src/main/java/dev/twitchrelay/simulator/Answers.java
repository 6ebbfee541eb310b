package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes HTTP answers. When a fault switch demands it, the connection ends instead of an answer. Loop-confined. */
final class Answers {
    private static final String LOST = "answer is lost";

    private Answers() {}

    static void json(RoutingContext request, int status, JsonNode body) {
        if (mayAnswer(request)) {
            HttpServerResponse response = request.response();
            response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8");
            response.end(SimulatorJson.write(body));
        }
    }

    static void empty(RoutingContext request, int status) {
        if (mayAnswer(request)) {
            request.response().setStatusCode(status).end();
        }
    }

    /** Answers 200 with this body and the content type of JSON, even if the body is not JSON. */
    static void text(RoutingContext request, String body, String encoding) {
        if (mayAnswer(request)) {
            HttpServerResponse response = request.response();
            response.putHeader("Content-Type", "application/json; charset=utf-8");
            if (encoding != null) {
                response.putHeader("Content-Encoding", encoding);
            }
            response.end(body);
        }
    }

    static void html(RoutingContext request, String body) {
        request.response().putHeader("Content-Type", "text/html; charset=utf-8").end(body);
    }

    /** Answers with an error of Helix, which has three members. */
    static void helixError(RoutingContext request, int status, String message) {
        json(request, status, errorWithReason(status, message));
    }

    static ObjectNode errorWithReason(int status, String message) {
        return SimulatorJson.object()
                .put("error", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("message", message);
    }

    /** Answers with an error of OAuth, which has no member {@code error}, unlike Helix and RFC 6749. */
    static void oauthError(RoutingContext request, int status, String message) {
        json(request, status, SimulatorJson.object().put("status", status).put("message", message));
    }

    /** Lets the request take effect but ends the connection instead of an answer. */
    static void lose(RoutingContext request) {
        request.put(LOST, true);
    }

    private static boolean mayAnswer(RoutingContext request) {
        if (request.get(LOST) != null) {
            request.request().connection().close();
            return false;
        }
        return !request.response().ended() && !request.response().closed();
    }
}
