package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Lets routes consume {@code platform-http:} on the relay's own router and port. Thread-safe. */
public final class PlatformHttp extends VertxPlatformHttpRouter {
    private final Connections connections;

    /**
     * @param connections of the Vert.x that the router belongs to
     * @param port the port in the name under which Camel's engine for platform-http looks for a router
     */
    public PlatformHttp(Vertx vertx, Router router, Connections connections, int port) {
        super(null, vertx, router, getRouterNameFromPort(port));
        this.connections = connections;
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        Handler<RoutingContext> body = BodyHandler.create(false).setBodyLimit(ConnectionLimits.BODY_BYTES);
        return context -> {
            if (connections.hasTooMuchWork()) {
                context.response().putHeader("Retry-After", "1");
                JsonAnswer.refuse(context, 503, "too many requests wait for the routes; try again in a moment");
            } else {
                body.handle(context);
            }
        };
    }
}
