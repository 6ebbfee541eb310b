package dev.twitchrelay.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.cluster.ClusterStatus;
import dev.twitchrelay.cluster.FileLeaseStore;
import dev.twitchrelay.cluster.KubernetesLeaseStore;
import dev.twitchrelay.cluster.LeadershipService;
import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.sse.MessageLog;
import dev.twitchrelay.stats.ChannelStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.apache.camel.component.master.MasterComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Wires this relay as one of several. */
@Configuration(proxyBeanMethods = false)
@Profile("cluster")
class ClusterConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterConfiguration.class);
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(5);

    /** A route that is edited gets its consumer from {@code master:} a second later. */
    private static final Duration SESSION_LINGERS = Duration.ofSeconds(4);

    @Bean(destroyMethod = "close")
    Replica replica(
            ClusterProperties cluster,
            SseProperties sse,
            EventSubSessions sessions,
            ChannelStats stats,
            FollowLedger follows,
            Moments moments,
            ObjectMapper json) {
        cluster.check();
        sessions.lingerFor(SESSION_LINGERS);
        boolean kubernetes = cluster.election().equals("kubernetes")
                || (cluster.election().equals("auto") && System.getenv("KUBERNETES_SERVICE_HOST") != null);
        String namespace = cluster.kubernetes().namespace();
        try {
            return new Replica(
                    cluster.stream(sse.settings().history()),
                    kubernetes
                            ? KubernetesLeaseStore.ofThisPod(
                                    namespace == null ? "" : namespace.strip(),
                                    cluster.kubernetes().lease(),
                                    cluster.leaseDuration())
                            : new FileLeaseStore(cluster.file().folder()),
                    Replica.newName(),
                    cluster.leaseDuration(),
                    cluster.buffer(),
                    new ReplicatedState(sessions, stats, follows, moments, json));
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "no leader can be elected (" + e.getMessage() + ")",
                    kubernetes
                            ? "run the relay in a pod with a service account, or set cluster.election to file"
                            : "set cluster.file.folder to a folder that the relay may write");
        }
    }

    @Bean
    MessageLog replicatedLog(Replica replica) {
        return replica.log();
    }

    /** A component belongs to one Camel context; a route that is only being checked is built in another one. */
    @Bean("master")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    MasterComponent masterComponent(Replica replica) {
        return masterOf(replica.leadership());
    }

    static MasterComponent masterOf(LeadershipService leadership) {
        MasterComponent master = new MasterComponent();
        master.setService(leadership);
        // a consumer that does not start is tried for as long as the leadership lasts
        master.setBackOffDelay(1_000);
        master.setBackOffMaxAttempts(Integer.MAX_VALUE);
        return master;
    }

    /** Before anything listens, so that a client's last id is known; but not for ever. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ApplicationRunner joinCluster(Replica replica) {
        return arguments -> {
            replica.follow();
            if (!replica.awaitHistory(HISTORY_PATIENCE)) {
                LOG.warn("NATS did not tell what was published before; the relay starts without it and gets it later");
            }
            replica.compete();
        };
    }

    /** Before the routes end, so that another replica goes on at once. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ApplicationListener<ContextClosedEvent> retire(Replica replica) {
        return event -> replica.retire();
    }

    @Bean
    StatusPart clusterStatus(Replica replica) {
        return new StatusPart("cluster", replica::status);
    }

    /** Down until this replica knows what was published before it came; from then on it serves, stale or not. */
    @Bean("cluster")
    HealthIndicator clusterHealth(Replica replica) {
        return () -> (replica.log().knowsHistory() ? Health.up() : Health.down())
                .withDetail("cluster", replica.status())
                .build();
    }

    /** Down when only a restart helps. */
    @Bean("election")
    HealthIndicator electionHealth(Replica replica) {
        return () -> (replica.lives() ? Health.up() : Health.down()).build();
    }

    @Bean
    MeterBinder clusterMetrics(Replica replica) {
        return registry -> {
            gauge(registry, replica, "leader", "1 on the replica that leads", status -> status.leads() ? 1 : 0);
            gauge(registry, replica, "term", "number of the latest leadership", ClusterStatus::term);
            gauge(registry, replica, "stale", "1 while new messages may be missing", status -> status.stale() ? 1 : 0);
            gauge(registry, replica, "buffered", "messages that wait for NATS", ClusterStatus::waiting);
            Gauge.builder(
                            "twitch.relay.cluster.buffer.age",
                            replica,
                            age -> age.backlogAge().toMillis() / 1000.0)
                    .description("age of the oldest message that waits for NATS")
                    .baseUnit("seconds")
                    .register(registry);
            counter(registry, replica, "dropped", "messages that could not wait any longer", ClusterStatus::dropped);
            counter(registry, replica, "fenced", "messages of former leaders", ClusterStatus::fenced);
            counter(registry, replica, "elections", "leaderships that began here", ClusterStatus::elections);
        };
    }

    private static void gauge(
            MeterRegistry registry,
            Replica replica,
            String name,
            String description,
            ToDoubleFunction<ClusterStatus> value) {
        Gauge.builder("twitch.relay.cluster." + name, replica, each -> value.applyAsDouble(each.status()))
                .description(description)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            Replica replica,
            String name,
            String description,
            ToDoubleFunction<ClusterStatus> value) {
        FunctionCounter.builder("twitch.relay.cluster." + name, replica, each -> value.applyAsDouble(each.status()))
                .description(description)
                .register(registry);
    }
}
