package dev.twitchrelay.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;

/**
 * Spring's health and Prometheus' metrics on a Vert.x router, because Spring opens no management port without a servlet
 * container. An answer is at most a second old. Thread-safe.
 */
public final class ManagementPages {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HealthEndpoint health;
    private final PrometheusMeterRegistry metrics;
    private final Executor maker;
    private final Map<String, SharedAnswer> groups = new ConcurrentHashMap<>();

    /** @param maker the thread that makes the answers */
    public ManagementPages(HealthEndpoint health, PrometheusMeterRegistry metrics, Executor maker) {
        this.health = health;
        this.metrics = metrics;
        this.maker = maker;
    }

    public Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/actuator/health").handler(shared(() -> made(health.health()))::send);
        router.get("/actuator/health/:group").handler(this::group);
        router.get("/actuator/prometheus").handler(shared(this::scrape)::send);
        Methods.on(router);
        router.route()
                .last()
                .handler(context -> JsonAnswer.refuse(
                        context,
                        404,
                        "there is nothing at this address; this port has /actuator/health and /actuator/prometheus"));
        return router;
    }

    private SharedAnswer shared(Supplier<SharedAnswer.Made> make) {
        return new SharedAnswer(maker, make);
    }

    private SharedAnswer.Made scrape() {
        return new SharedAnswer.Made(200, PROMETHEUS, Buffer.buffer(metrics.scrape()));
    }

    private void group(RoutingContext context) {
        String group = context.pathParam("group");
        SharedAnswer known = groups.get(group);
        if (known == null && health.healthForPath(group) == null) {
            JsonAnswer.refuse(context, 404, "there is no such health group");
            return;
        }
        groups.computeIfAbsent(group, name -> shared(() -> made(health.healthForPath(name))))
                .send(context);
    }

    private static SharedAnswer.Made made(HealthComponent component) {
        Status status = component.getStatus();
        boolean down = status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE);
        return JsonAnswer.made(down ? 503 : 200, component);
    }
}
