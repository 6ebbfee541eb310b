package dev.twitchrelay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses for routes, all with the admin token. {@code GET /api/routes/ID/tap} sends the messages that enter
 * and leave a running route, as Server-Sent Events. A reader that is too slow misses messages, because routes never
 * wait for it. {@code POST /api/routes/apply} reads the route files now. {@code POST /api/routes/types?add=TYPE,TYPE} adds event
 * types to the file that names them; it writes that file, so a worker thread answers. Thread-safe.
 */
public final class RoutePages {
    /** As many as a request of a person has. */
    private static final int MOST_TYPES = 50;

    private final RouteStatuses routes;
    private final RouteFiles files;
    private final AdminGuard guard;

    public RoutePages(RouteStatuses routes, RouteFiles files, AdminGuard guard) {
        this.routes = routes;
        this.files = files;
        this.guard = guard;
    }

    /** Adds the addresses to a router. */
    public void on(Router router) {
        router.route("/api/routes/*").handler(guard);
        router.get("/api/routes/:id/tap").handler(this::tap);
        router.post("/api/routes/apply").handler(this::apply);
        router.post("/api/routes/types").blockingHandler(this::addTypes, false);
    }

    private void addTypes(RoutingContext context) {
        List<String> types = Stream.of(context.request().getParam("add", "").split(","))
                .filter(type -> !type.isBlank())
                .toList();
        if (types.isEmpty() || types.size() > MOST_TYPES) {
            JsonAnswer.refuse(context, 400, "add=TYPE,TYPE names the event types, at most " + MOST_TYPES);
            return;
        }
        try {
            files.addEventTypes(types);
            context.response().setStatusCode(202).end();
        } catch (IllegalArgumentException e) {
            JsonAnswer.refuse(context, 400, e.getMessage());
        } catch (IOException e) {
            JsonAnswer.refuse(context, 503, "the route file cannot be written (" + e + "); add the types by hand");
        }
    }

    private void apply(RoutingContext context) {
        files.applyNow();
        context.response().setStatusCode(202).end();
    }

    private void tap(RoutingContext context) {
        String id = context.pathParam("id");
        if (routes.all().stream().noneMatch(route -> route.id().equals(id))) {
            JsonAnswer.refuse(context, 404, "no route has this id; /api/status lists the routes that run");
            return;
        }
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        Context loop = Vertx.currentContext();
        AutoCloseable tap = routes.tap(
                id,
                message -> loop.runOnContext(none -> {
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
