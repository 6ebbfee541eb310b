package dev.twitchrelay.wiring;

import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.eventsub.SessionStatus;
import dev.twitchrelay.http.Connections;
import dev.twitchrelay.http.StoppedClientCounts;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.routes.RouteStatuses.RouteStatus;
import dev.twitchrelay.sse.SseHub;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires health and metrics. Sinks and the cluster bring theirs in their own configurations. */
@Configuration(proxyBeanMethods = false)
class OperationConfiguration {

    /** Down while a route does not run. */
    @Bean("routes")
    HealthIndicator routesHealth(RouteStatuses routes) {
        return () -> {
            List<String> stopped = routes.all().stream()
                    .filter(route -> !route.runs())
                    .map(RouteStatus::id)
                    .toList();
            return stopped.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("stopped", stopped).build();
        };
    }

    /** Never down, because widgets keep their stream and the last values during an outage of Twitch. */
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
            Meters<Connections> http = new Meters<>(registry, relayConnections)
                    .gauge("http.connections", "connections open now, streams included", all -> all.status()
                            .open())
                    .gauge(
                            "direct.memory",
                            "bytes",
                            "memory outside the heap that connections use",
                            all -> PlatformDependent.usedDirectMemory());
            for (StoppedClientCounts.Limit limit : StoppedClientCounts.Limit.values()) {
                http.tagged("kind", limit.key())
                        .counter("http.stopped", "clients that a limit stopped", all -> all.stopped()
                                .count(limit));
            }
            new Meters<>(registry, hub)
                    .gauge("sse.clients", "event streams open now", SseHub::clients)
                    .counter("sse.opened", "event streams opened", SseHub::opened)
                    .counter("sse.published", "messages published", SseHub::published)
                    .counter("sse.delivered", "messages written to clients, counted once per client", SseHub::delivered)
                    .counter("sse.cut", "clients that were cut because they did not read", SseHub::cut)
                    .counter("sse.refused", "event streams refused, by a limit or at the shutdown", SseHub::refused);
            new Meters<>(registry, sessions)
                    .gauge(
                            "eventsub.connected",
                            "sessions with Twitch that are live",
                            sum(status -> connected(status) ? 1 : 0))
                    .gauge(
                            "eventsub.subscriptions.enabled",
                            "subscriptions that deliver",
                            sum(OperationConfiguration::enabled))
                    .gauge(
                            "eventsub.subscriptions.wanted",
                            "subscriptions that routes ask for",
                            sum(status -> status.subscriptions().size()))
                    .gauge(
                            "eventsub.keepalive",
                            "seconds",
                            "longest silence that Twitch promised",
                            sum(OperationConfiguration::keepalive))
                    .gauge(
                            "eventsub.silence",
                            "seconds",
                            "time since the latest frame from Twitch",
                            sum(OperationConfiguration::silence))
                    .counter("eventsub.connects", "sockets opened", sum(SessionStatus::connects))
                    .counter("eventsub.handovers", "moves to another socket", sum(SessionStatus::handovers))
                    .counter("eventsub.messages", "messages given to routes", sum(SessionStatus::messages))
                    .counter("eventsub.duplicates", "repeats that were dropped", sum(SessionStatus::duplicates))
                    .counter("eventsub.twins", "copies of events from another session, dropped", each -> each.copies()
                            .twins())
                    .counter(
                            "eventsub.without.twin",
                            "events that only one of several sessions delivered in time",
                            each -> each.copies().withoutTwin())
                    .counter("eventsub.invalid", "messages that could not be read", sum(SessionStatus::invalid));
        };
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

    private static double keepalive(SessionStatus status) {
        return status.keepaliveSeconds() == null ? Double.NaN : status.keepaliveSeconds();
    }

    private static double silence(SessionStatus status) {
        return status.lastFrameAt() == null
                ? Double.NaN
                : Duration.between(status.lastFrameAt(), Instant.now()).toMillis() / 1000.0;
    }
}
