package dev.twitchrelay.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;

/**
 * Spring's health and Prometheus' metrics on a Vert.x router, because Spring opens no management port without a servlet
 * container.
 */
public final class ManagementPages {
    private final HealthEndpoint health;
    private final PrometheusMeterRegistry metrics;

    public ManagementPages(HealthEndpoint health, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    public Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/actuator/health").blockingHandler(context -> answer(context, health.health()), false);
        router.get("/actuator/health/:group")
                .blockingHandler(context -> answer(context, health.healthForPath(context.pathParam("group"))), false);
        router.get("/actuator/prometheus")
                .blockingHandler(
                        context -> context.response()
                                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                .end(metrics.scrape()),
                        false);
        Methods.on(router);
        router.route()
                .last()
                .handler(context ->
                        JsonAnswer.refuse(context, 404, "there are /actuator/health and /actuator/prometheus"));
        return router;
    }

    private static void answer(RoutingContext context, HealthComponent component) {
        if (component == null) {
            JsonAnswer.refuse(context, 404, "there is no such health group");
            return;
        }
        Status status = component.getStatus();
        boolean down = status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE);
        JsonAnswer.send(context, down ? 503 : 200, component);
    }
}
