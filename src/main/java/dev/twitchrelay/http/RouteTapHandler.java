package dev.twitchrelay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.RouteStatuses;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /api/routes/{id}/tap}: what enters and leaves a running route, live, as Server-Sent Events. A reader that is too
 * slow misses messages; routes never wait for it. Thread-safe.
 */
public final class RouteTapHandler implements Handler<RoutingContext> {
    private final RouteStatuses routes;

    public RouteTapHandler(RouteStatuses routes) {
        this.routes = routes;
    }

    @Override
    public void handle(RoutingContext context) {
        String id = context.pathParam("id");
        if (routes.all().stream().noneMatch(route -> route.id().equals(id))) {
            JsonAnswer.refuse(context, 404, "no route has this id; /api/status lists those that run");
            return;
        }
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        Context loop = Vertx.currentContext();
        AutoCloseable tap = routes.tap(
                id,
                message -> loop.runOnContext(nothing -> {
                    if (!response.ended() && !response.closed() && !response.writeQueueFull()) {
                        response.write("data: " + json(message) + "\n\n");
                    }
                }));
        context.addEndHandler(over -> close(tap));
        response.write(": messages of " + id + "\n\n");
    }

    private static String json(Object message) {
        try {
            return JsonMappers.PLAIN.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(AutoCloseable tap) {
        try {
            tap.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
