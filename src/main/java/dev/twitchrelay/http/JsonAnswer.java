package dev.twitchrelay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.VertxInternals;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answers in JSON of all addresses. A refusal is a status and one sentence: {@code {"error":"..."}}. Stateless, so
 * thread-safe.
 */
public final class JsonAnswer {
    private static final Map<Integer, String> ERRORS = Map.of(
            400, "the request cannot be understood",
            404, "there is nothing at this address; the dashboard is at /",
            405, "this address does not take that method",
            413, "the request's body is too large; 1 MiB is the limit",
            500, "the relay failed to answer; its log says why");

    private JsonAnswer() {}

    /** Makes every error of a router a refusal. */
    public static void forErrorsOf(Router router) {
        // a client that has closed its connection gets no answer, and its half of a request is no error of the relay
        router.route().failureHandler(context -> {
            if (!context.response().closed()) {
                context.next();
            }
        });
        ERRORS.forEach((status, reason) -> router.errorHandler(status, context -> refuse(context, status, reason)));
    }

    /** An answer that many clients share. */
    static SharedAnswer.Made made(int status, Object body) {
        return new SharedAnswer.Made(status, "application/json", json(body));
    }

    static void send(RoutingContext context, int status, Object body) {
        send(context.response(), status, body);
    }

    static void refuse(RoutingContext context, int status, String reason) {
        refuse(context.response(), status, reason);
    }

    static Future<Void> refuse(HttpServerResponse response, int status, String reason) {
        return send(response, status, Map.of("error", reason));
    }

    /** Refuses a request that no router can take, and ends the connection. */
    static void refuseAndClose(HttpServerRequest request, int status, String reason) {
        LingeringClose.prepare(VertxInternals.channel(request.connection()));
        refuse(request.response().putHeader("Connection", "close"), status, reason)
                .onComplete(sent -> request.connection().close());
    }

    /**
     * The bytes of a refusal in HTTP/1.1 that ends the connection, for requests that Vert.x does not know.
     *
     * @param status such as {@code 408 Request Timeout}
     * @param reason a sentence without quotes
     */
    static byte[] bytes(String status, String reason) {
        String body = "{\"error\":\"" + reason + "\"}";
        return ("HTTP/1.1 " + status
                        + "\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: "
                        + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts the headers of an answer that no browser may show as a page. */
    static void putHeaders(MultiMap headers) {
        headers.set("Cache-Control", "no-store")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY");
    }

    private static Future<Void> send(HttpServerResponse response, int status, Object body) {
        putHeaders(response.headers());
        return response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(json(body));
    }

    private static Buffer json(Object body) {
        try {
            return Buffer.buffer(JsonMappers.PLAIN.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
