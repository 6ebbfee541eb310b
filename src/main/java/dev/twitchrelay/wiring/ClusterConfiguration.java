package dev.twitchrelay.wiring;

import dev.twitchrelay.cluster.ClusterStatus;
import dev.twitchrelay.cluster.KubernetesLeaseStore;
import dev.twitchrelay.cluster.LeadershipService;
import dev.twitchrelay.cluster.Replica;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.MessageLog;
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

/** Wires this relay as one of several relays. */
@Configuration(proxyBeanMethods = false)
@Profile("cluster")
class ClusterConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterConfiguration.class);
    private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "close")
    Replica replica(
            ClusterProperties cluster,
            SseProperties sse,
            EventSubSessions sessions,
            PublishedState state,
            PublishedIds published) {
        try {
            ReplicatedState joined = new ReplicatedState(sessions, state, published);
            Replica replica = new Replica(
                    cluster.stream(sse.settings().history()),
                    cluster.electsInKubernetes()
                            ? KubernetesLeaseStore.ofThisPod(
                                    cluster.kubernetes().namespace(),
                                    cluster.kubernetes().lease(),
                                    cluster.leaseDuration())
                            : null,
                    Replica.newName(),
                    cluster.leaseDuration(),
                    cluster.sessions(),
                    cluster.buffer(),
                    joined);
            joined.join(replica);
            return replica;
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "no leader can be elected (" + e.getMessage() + ")",
                    "run the relay in a pod with a service account, or set cluster.election to nats");
        }
    }

    @Bean
    MessageLog replicatedLog(Replica replica) {
        return replica.log();
    }

    /** A prototype, because a component belongs to one Camel context and routes are checked in another context. */
    @Bean("master")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    MasterComponent masterComponent(Replica replica) {
        return masterOf(replica.leadership());
    }

    static MasterComponent masterOf(LeadershipService leadership) {
        MasterComponent master = new MasterComponent();
        master.setService(leadership);
        // master: tries a consumer that does not start again, for as long as the leadership lasts
        master.setBackOffDelay(1_000);
        master.setBackOffMaxAttempts(Integer.MAX_VALUE);
        return master;
    }

    /**
     * Reads history before the servers listen, so that the relay knows the last id of a client. It waits for a limited
     * time.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ApplicationRunner joinCluster(Replica replica) {
        return arguments -> {
            replica.follow();
            if (!replica.awaitHistory(HISTORY_PATIENCE)) {
                LOG.warn("the relay starts without history, because NATS has not sent it in time; it comes later");
            }
            replica.compete();
        };
    }

    /** Gives the leadership back before the routes end, so that another replica leads at once. */
    @Bean
    ApplicationListener<ContextClosedEvent> retire(Replica replica) {
        return event -> replica.retire();
    }

    @Bean
    StatusPart clusterStatus(Replica replica) {
        return new StatusPart("cluster", replica::status);
    }

    /** Down until this replica has read history. Afterwards the replica serves, stale or not. */
    @Bean("cluster")
    HealthIndicator clusterHealth(Replica replica) {
        return () -> (replica.log().knowsHistory() ? Health.up() : Health.down())
                .withDetail("cluster", replica.status())
                .build();
    }

    /** Down when a thread of the replica has failed, because only a restart helps then. */
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
                .gauge("cluster.reports", "reports of the session that wait for NATS", of(ClusterStatus::reports))
                .gauge("cluster.session", "1 on a replica that holds a session", of(status -> status.holds() ? 1 : 0))
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
