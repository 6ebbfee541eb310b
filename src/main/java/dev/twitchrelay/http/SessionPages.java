package dev.twitchrelay.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /api/session}: POST with the admin token gives a browser the cookie of a session, so that a person enters the
 * token once; DELETE takes the cookie back. In the demo nobody needs a session, and POST gives none. Thread-safe.
 */
public final class SessionPages {
    private static final String PATH = "/api/session";

    private final AdminGuard guard;

    public SessionPages(AdminGuard guard) {
        this.guard = guard;
    }

    /** Adds the address to a router. */
    public void on(Router router) {
        router.post(PATH).handler(guard).handler(this::begin);
        router.delete(PATH).handler(this::end);
    }

    private void begin(RoutingContext context) {
        if (guard.sessions().isPossible()) {
            context.response().addCookie(guard.sessions().begin(context.request()));
        }
        done(context);
    }

    private void end(RoutingContext context) {
        context.response().addCookie(guard.sessions().end(context.request()));
        done(context);
    }

    private static void done(RoutingContext context) {
        JsonAnswer.putHeaders(context.response().headers());
        context.response().setStatusCode(204).end();
    }
}
