package dev.twitchrelay.http;

import dev.twitchrelay.alerts.AlertControl;
import dev.twitchrelay.alerts.AlertControl.Order;
import dev.twitchrelay.alerts.AlertControl.State;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * {@code /api/alerts}: GET shows the control of alerts to everybody, as the event stream does. POST to {@code
 * /api/alerts/ORDER}, {@code /api/alerts/skip/ID} and {@code /api/alerts/replay/ID} takes the admin token or a session.
 * A change writes a file, so worker threads answer. Thread-safe.
 */
public final class AlertPages {
    /** The address that shows the control. */
    static final String PATH = "/api/alerts";

    private static final String GONE = "the relay's history does not have this event";
    private static final String CLUSTER =
            "relays of a cluster share no orders about alerts; a single relay controls alerts";

    private final AlertControl control;
    private final ForeignPageGuard pages;
    private final AdminGuard guard;

    /** @param control null where alerts cannot be controlled, that is in a cluster; then all answers say so */
    public AlertPages(AlertControl control, ForeignPageGuard pages, AdminGuard guard) {
        this.control = control;
        this.pages = pages;
        this.guard = guard;
    }

    /** Adds the addresses to a router. */
    public void on(Router router) {
        if (control == null) {
            router.route(PATH + "/*").handler(context -> JsonAnswer.refuse(context, 503, CLUSTER));
            return;
        }
        router.get(PATH).handler(context -> JsonAnswer.send(context, 200, control.answer()));
        for (Order order : Order.values()) {
            post(router, order.word(), context -> answer(context, Optional.of(control.give(order))));
        }
        post(router, "skip/:id", context -> answer(context, control.skip(context.pathParam("id"))));
        post(router, "replay/:id", this::replay);
    }

    private void post(Router router, String path, Handler<RoutingContext> action) {
        router.post(PATH + "/" + path).handler(pages).handler(guard).blockingHandler(action, false);
    }

    private void replay(RoutingContext context) {
        try {
            answer(context, control.replay(context.pathParam("id")));
        } catch (IllegalArgumentException e) {
            JsonAnswer.refuse(context, 400, e.getMessage());
        }
    }

    private static void answer(RoutingContext context, Optional<State> state) {
        if (state.isPresent()) {
            JsonAnswer.send(
                    context, 200, new Ordered(state.get().paused(), state.get().muted()));
        } else {
            JsonAnswer.refuse(context, 404, GONE);
        }
    }

    /** The answer to an order that was carried out. */
    record Ordered(boolean paused, boolean muted) {}
}
