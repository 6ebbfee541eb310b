package dev.twitchrelay.wiring;

import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.eventsub.SessionStatus;
import dev.twitchrelay.http.Abuse;
import dev.twitchrelay.http.Connections;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.routes.RouteStatuses.RouteStatus;
import dev.twitchrelay.sse.SseHub;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what operators look at: health and metrics. */
@Configuration(proxyBeanMethods = false)
class OperationConfiguration {

    /** Down while a route is not running: then the relay does not do what its routes say. */
    @Bean("routes")
    HealthIndicator routesHealth(RouteStatuses routes) {
        return () -> {
            List<String> stopped = routes.all().stream()
                    .filter(route -> !route.state().equals("Started"))
                    .map(RouteStatus::id)
                    .toList();
            return stopped.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("stopped", stopped).build();
        };
    }

    /** Never down: an outage of Twitch is told, and widgets keep their stream and last values meanwhile. */
    @Bean("eventsub")
    HealthIndicator eventSubHealth(EventSubSessions sessions) {
        return () -> {
            List<SessionStatus> statuses = sessions.statuses();
            boolean live = statuses.stream().anyMatch(OperationConfiguration::connected);
            return (live ? Health.up() : Health.unknown())
                    .withDetail("sessions", statuses)
                    .build();
        };
    }

    @Bean
    MeterBinder relayMetrics(SseHub hub, EventSubSessions sessions, Connections relayConnections) {
        return registry -> {
            Gauge.builder("twitch.relay.http.connections", relayConnections, all -> all.status()
                            .open())
                    .description("connections open now, streams included")
                    .register(registry);
            for (Abuse.Kind kind : Abuse.Kind.values()) {
                FunctionCounter.builder(
                                "twitch.relay.http.stopped", relayConnections.abuse(), abuse -> abuse.count(kind))
                        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                        .description("what clients were stopped from, because it would have harmed others")
                        .register(registry);
            }
            Gauge.builder("twitch.relay.direct.memory", PlatformDependent::usedDirectMemory)
                    .description("memory outside the heap that connections use")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("twitch.relay.sse.clients", hub, SseHub::clients)
                    .description("event streams open now")
                    .register(registry);
            FunctionCounter.builder("twitch.relay.sse.opened", hub, SseHub::opened)
                    .description("event streams opened")
                    .register(registry);
            FunctionCounter.builder("twitch.relay.sse.published", hub, SseHub::published)
                    .description("messages published")
                    .register(registry);
            FunctionCounter.builder("twitch.relay.sse.delivered", hub, SseHub::delivered)
                    .description("messages written to clients, each counted once per client")
                    .register(registry);
            FunctionCounter.builder("twitch.relay.sse.cut", hub, SseHub::cut)
                    .description("clients that were cut off because they did not read")
                    .register(registry);
            FunctionCounter.builder("twitch.relay.sse.refused", hub, SseHub::refused)
                    .description("event streams refused because of a limit or the shutdown")
                    .register(registry);
            Gauge.builder("twitch.relay.eventsub.connected", sessions, sum(status -> connected(status) ? 1 : 0))
                    .description("1 while there is a session with Twitch")
                    .register(registry);
            Gauge.builder("twitch.relay.eventsub.subscriptions.enabled", sessions, sum(OperationConfiguration::enabled))
                    .description("subscriptions that deliver")
                    .register(registry);
            Gauge.builder("twitch.relay.eventsub.subscriptions.wanted", sessions, sum(OperationConfiguration::wanted))
                    .description("subscriptions that routes ask for")
                    .register(registry);
            Gauge.builder("twitch.relay.eventsub.keepalive", sessions, sum(OperationConfiguration::keepalive))
                    .description("longest silence that Twitch promised")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("twitch.relay.eventsub.silence", sessions, sum(OperationConfiguration::silence))
                    .description("time since the latest frame from Twitch")
                    .baseUnit("seconds")
                    .register(registry);
            counter(registry, sessions, "connects", "sockets opened", SessionStatus::connects);
            counter(registry, sessions, "handovers", "moves to another socket", SessionStatus::handovers);
            counter(registry, sessions, "messages", "messages given to routes", SessionStatus::messages);
            counter(registry, sessions, "duplicates", "repeats that were dropped", SessionStatus::duplicates);
            counter(registry, sessions, "invalid", "messages that could not be read", SessionStatus::invalid);
        };
    }

    private static void counter(
            MeterRegistry registry,
            EventSubSessions sessions,
            String name,
            String description,
            ToDoubleFunction<SessionStatus> value) {
        FunctionCounter.builder("twitch.relay.eventsub." + name, sessions, sum(value))
                .description(description)
                .register(registry);
    }

    private static ToDoubleFunction<EventSubSessions> sum(ToDoubleFunction<SessionStatus> value) {
        return sessions -> sessions.statuses().stream().mapToDouble(value).sum();
    }

    private static boolean connected(SessionStatus status) {
        return status.state().equals("live") || status.state().equals("handing over");
    }

    private static double enabled(SessionStatus status) {
        return status.subscriptions().stream()
                .filter(subscription -> subscription.state().equals("enabled"))
                .count();
    }

    private static double wanted(SessionStatus status) {
        return status.subscriptions().size();
    }

    private static double keepalive(SessionStatus status) {
        return status.keepaliveSeconds() == null ? Double.NaN : status.keepaliveSeconds();
    }

    private static double silence(SessionStatus status) {
        return status.lastFrameAt() == null
                ? Double.NaN
                : Duration.between(status.lastFrameAt(), Instant.now()).toMillis() / 1000.0;
    }
}
