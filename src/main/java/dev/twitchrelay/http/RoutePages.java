package dev.twitchrelay.http;

import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What may be done to routes over HTTP, with the admin token. */
public final class RoutePages {
    private final RouteTapHandler tap;
    private final RouteFiles files;
    private final AdminGuard guard;

    public RoutePages(RouteStatuses routes, RouteFiles files, AdminGuard guard) {
        this.tap = new RouteTapHandler(routes);
        this.files = files;
        this.guard = guard;
    }

    public void on(Router router) {
        router.route("/api/routes/*").handler(guard);
        router.get("/api/routes/:id/tap").handler(tap);
        router.post("/api/routes/apply").handler(this::apply);
    }

    private void apply(RoutingContext context) {
        files.applyNow();
        context.response().setStatusCode(202).end();
    }
}
