package dev.twitchrelay.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.cluster.ClusterStatus;
import dev.twitchrelay.cluster.LeadershipService;
import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.cluster.Replicas;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.sse.Distributor;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.stats.ChannelStats;
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
        Replicas replicas = new Replicas(
                cluster.stream(sse.settings().history()),
                cluster.leaseDuration(),
                cluster.buffer(),
                sse.settings().types().latestOnly(),
                new ReplicatedState(sessions, stats, follows, moments, json));
        boolean kubernetes = cluster.election().equals("kubernetes")
                || (cluster.election().equals("auto") && System.getenv("KUBERNETES_SERVICE_HOST") != null);
        try {
            return kubernetes
                    ? replicas.inKubernetes(
                            cluster.kubernetes().namespace() == null
                                    ? ""
                                    : cluster.kubernetes().namespace().strip(),
                            cluster.kubernetes().lease())
                    : replicas.onThisMachine(cluster.file().folder());
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "no leader can be elected (" + e.getMessage() + ")",
                    kubernetes
                            ? "run the relay in a pod with a service account, or set cluster.election to file"
                            : "set cluster.file.folder to a folder that the relay may write");
        }
    }

    @Bean
    Distributor distributor(Replica replica) {
        return replica.distributor();
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
    ApplicationRunner joinCluster(Replica replica, SseHub hub) {
        return arguments -> {
            replica.follow(hub);
            if (!replica.awaitHistory(HISTORY_PATIENCE)) {
                LOG.warn("NATS did not tell what was published before; the relay starts without it and gets it later");
            }
            replica.stand();
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
        return () -> (replica.hasHistory() ? Health.up() : Health.down())
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
        return registry -> new Meters<>(registry, replica)
                .gauge("cluster.leader", "1 on the replica that leads", of(status -> status.leads() ? 1 : 0))
                .gauge("cluster.term", "number of the latest leadership", of(ClusterStatus::term))
                .gauge("cluster.stale", "1 while new messages may be missing", of(status -> status.stale() ? 1 : 0))
                .gauge("cluster.buffered", "messages that wait for NATS", of(ClusterStatus::waiting))
                .gauge(
                        "cluster.buffer.age",
                        "seconds",
                        "age of the oldest message that waits for NATS",
                        each -> each.backlogAge().toMillis() / 1000.0)
                .counter("cluster.dropped", "messages that could not wait any longer", of(ClusterStatus::dropped))
                .counter("cluster.fenced", "messages of former leaders", of(ClusterStatus::fenced))
                .counter("cluster.elections", "leaderships that began here", of(ClusterStatus::elections));
    }

    private static ToDoubleFunction<Replica> of(ToDoubleFunction<ClusterStatus> value) {
        return replica -> value.applyAsDouble(replica.status());
    }
}
