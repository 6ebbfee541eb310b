package dev.twitchrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The checks of every Helix request before its endpoint: the token, its client id and the rate limit. The rate limit is
 * a token bucket for each user and one for application tokens. A bucket is full at the start, and refills continuously
 * within a minute. Loop-confined.
 */
final class HelixGate {
    private static final String TOKEN = "token";

    private final SimulatorOptions options;
    private final SimulatorLoop loop;
    private final ActiveFaults faults;
    private final TokenRegistry tokens;
    private final Map<String, Bucket> buckets = new HashMap<>();

    HelixGate(SimulatorOptions options, SimulatorLoop loop, ActiveFaults faults, TokenRegistry tokens) {
        this.options = options;
        this.loop = loop;
        this.faults = faults;
        this.tokens = tokens;
    }

    void mount(Router router) {
        router.route("/helix/*").handler(faults::apply).handler(this::admit).failureHandler(this::refuse);
        router.route("/helix/*").last().handler(request -> request.fail(new HttpException(404, "")));
    }

    /** An endpoint behind the gate. It gets the caller's token. */
    static Handler<RoutingContext> to(BiFunction<RoutingContext, TokenRegistry.Token, JsonNode> endpoint) {
        return Answers.of(request -> endpoint.apply(request, request.get(TOKEN)));
    }

    /** A parameter without which Helix refuses the request. */
    static String required(RoutingContext request, String parameter) {
        String value = request.request().getParam(parameter, "");
        if (value.isEmpty()) {
            throw new HttpException(400, "Missing required parameter \"" + parameter + "\"");
        }
        return value;
    }

    static ObjectNode body(RoutingContext request) {
        ObjectNode body = SimulatorJson.objectOrNull(request.body().asString());
        if (body == null) {
            throw new HttpException(400, "The request body is not a JSON object");
        }
        return body;
    }

    /** Takes all points of this user's bucket, and the points of the coming time, too. */
    void exhaust(Person user, Duration duration) {
        bucket(user.id()).points = -perNanosecond() * duration.toNanos();
    }

    private void admit(RoutingContext request) {
        TokenRegistry.Token token = token(request.request());
        tokens.used(token);
        Bucket bucket = bucket(token.holder());
        bucket.refill();
        boolean granted = bucket.points >= 1;
        if (granted) {
            bucket.points--;
        }
        headers(bucket.points, request.response());
        if (!granted) {
            throw new HttpException(429, "Too Many Requests");
        }
        request.put(TOKEN, token).next();
    }

    private TokenRegistry.Token token(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || header.isBlank()) {
            throw new HttpException(401, "OAuth token is missing");
        }
        TokenRegistry.Token token = header.startsWith("Bearer ") ? tokens.accessToken(header.substring(7)) : null;
        if (token == null) {
            throw new HttpException(401, "Invalid OAuth token");
        }
        String clientId = request.getHeader("Client-Id");
        if (clientId == null || clientId.isBlank()) {
            throw new HttpException(401, "Client ID is missing");
        }
        if (!clientId.equals(options.clientId)) {
            throw new HttpException(401, "Client ID and OAuth token do not match");
        }
        return token;
    }

    private void refuse(RoutingContext request) {
        // a forced 429 comes before the bucket, and says like a real 429 that no point is left
        if (request.statusCode() == 429 && !request.response().headers().contains("Ratelimit-Limit")) {
            headers(0, request.response());
        }
        Answers.helixError(request);
    }

    private Bucket bucket(String holder) {
        return buckets.computeIfAbsent(holder, ignored -> new Bucket());
    }

    private void headers(double points, HttpServerResponse response) {
        long nanosUntilFull = (long) ((options.rateLimit - points) / perNanosecond());
        long full = loop.now().plusNanos(nanosUntilFull).getEpochSecond();
        response.putHeader("Ratelimit-Limit", String.valueOf(options.rateLimit))
                .putHeader("Ratelimit-Remaining", String.valueOf(Math.max(0, (long) points)))
                .putHeader("Ratelimit-Reset", String.valueOf(full));
    }

    private double perNanosecond() {
        return options.rateLimit / (double) Duration.ofMinutes(1).toNanos();
    }

    private final class Bucket {
        private double points = options.rateLimit;
        private long refilled = System.nanoTime();

        private void refill() {
            long now = System.nanoTime();
            points = Math.min(options.rateLimit, points + (now - refilled) * perNanosecond());
            refilled = now;
        }
    }
}
