package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes HTTP answers, and loses them where a fault switch says so. */
final class Answers {
    private static final String LOST = "answer is lost";

    private Answers() {}

    static void json(RoutingContext request, int status, JsonNode body) {
        if (mayAnswer(request)) {
            HttpServerResponse response = request.response();
            response.setStatusCode(status).putHeader("Content-Type", "application/json; charset=utf-8");
            response.end(Json.write(body));
        }
    }

    static void empty(RoutingContext request, int status) {
        if (mayAnswer(request)) {
            request.response().setStatusCode(status).end();
        }
    }

    /** 200 with this body, whatever it is, which claims to be JSON. */
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

    /** Helix errors have three members. */
    static void helixError(RoutingContext request, int status, String message) {
        json(request, status, errorWithReason(status, message));
    }

    static ObjectNode errorWithReason(int status, String message) {
        return Json.object()
                .put("error", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("message", message);
    }

    /** OAuth errors lack {@code error}, unlike Helix and unlike RFC 6749. */
    static void oauthError(RoutingContext request, int status, String message) {
        json(request, status, Json.object().put("status", status).put("message", message));
    }

    /** The request will have its effect, but its connection ends instead of an answer. */
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
