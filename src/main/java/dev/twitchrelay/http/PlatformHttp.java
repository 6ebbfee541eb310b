package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Lets routes consume {@code platform-http:} on the relay's own router and port. */
public final class PlatformHttp extends VertxPlatformHttpRouter {
    private static final int MOST_BODY_BYTES = 1 << 20;

    /** @param port what Camel's platform-http engine believes to listen on; it is part of the name it looks for */
    public PlatformHttp(Vertx vertx, Router router, int port) {
        super(null, vertx, router, getRouterNameFromPort(port));
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        return BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES);
    }
}
