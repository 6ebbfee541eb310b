package dev.twitchrelay.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.journal.Journal;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.ToldRepository;
import dev.twitchrelay.routes.LeaderPolicy;
import dev.twitchrelay.routes.LiveRoutes;
import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.routes.RouteVocabulary;
import dev.twitchrelay.routes.TestEvents;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.stats.ChannelStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Wires the route files. */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RoutesConfiguration.class);

    private final RelayProperties relay;

    RoutesConfiguration(RelayProperties relay) {
        this.relay = relay;
    }

    /** Journal and wiring read and write JSON as routes do. */
    @Bean
    ObjectMapper objectMapper() {
        return RouteVocabulary.json();
    }

    @Bean
    RouteVocabulary routeVocabulary(
            Environment environment,
            ListableBeanFactory beans,
            CamelConfigurationProperties camelMain,
            Clock clock,
            Vertx vertx,
            Proxies proxies,
            CallTimeLimit timeLimit,
            TokenProvider tokens,
            RateLimit rateLimit,
            HelixClient helix,
            EventSubSessions sessions,
            ObjectProvider<MasterComponent> master,
            SseHub hub,
            Outbox outbox,
            LeaderPolicy leader,
            Accounts accounts,
            ChannelStats stats,
            FollowLedger follows,
            ToldRepository told,
            PublishedIds published,
            TestEvents testEvents,
            FileEventJournal journal,
            TwitchProperties twitch) {
        Supplier<EventSubComponent> eventsub = () -> {
            EventSubComponent component = new EventSubComponent(
                    helix, accounts, sessions, twitch.eventsub().subscriptionsUrl(), proxies::options);
            component.setVertx(vertx);
            return component;
        };
        return new RouteVocabulary(new RouteVocabulary.Parts(
                environment::getProperty,
                new CamelSettings(environment, camelMain, beans)::apply,
                clock,
                proxies,
                timeLimit,
                new HelixHttpClientConfigurer(
                        tokens, rateLimit, URI.create(twitch.api().url())),
                eventsub,
                master::getIfAvailable,
                hub,
                outbox,
                leader,
                accounts,
                stats,
                follows,
                told,
                published,
                testEvents,
                () -> isWritten(journal.status())));
    }

    private static boolean isWritten(Journal.Status journal) {
        return journal.problem() == null && journal.waiting() == 0;
    }

    /** Gives the relay's Camel context the names that routes may use, before anything is built in the context. */
    @Bean
    public static CamelContextConfiguration vocabularyOfRoutes(RouteVocabulary vocabulary) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                vocabulary.teach(camel);
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        };
    }

    @Bean
    @Profile("!cluster")
    LeaderPolicy alwaysLeader() {
        return LeaderPolicy.alone();
    }

    @Bean
    LiveRoutes liveRoutes(
            CamelContext camel,
            EventSubSessions sessions,
            LeaderPolicy leader,
            RouteVocabulary vocabulary,
            Clock clock) {
        Callable<AutoCloseable> hold = () -> {
            AutoCloseable leadership = leader.hold();
            AutoCloseable connections = sessions.hold();
            return () -> {
                try (leadership) {
                    connections.close();
                }
            };
        };
        return new LiveRoutes(camel, hold, vocabulary, relay.routesRollbackAfter(), clock);
    }

    @Bean
    RouteFiles routeFiles(LiveRoutes routes, ChannelStats stats) {
        return new RouteFiles(relay.routes(), routes, () -> relay.routesLockOnAir() && stats.isLive());
    }

    @Bean
    RouteStatuses routeStatuses(CamelContext camel, LiveRoutes live, MeterRegistry metrics) {
        RouteStatuses statuses = new RouteStatuses(camel, live, route -> meanMillis(metrics, route));
        camel.addRoutePolicyFactory(statuses);
        return statuses;
    }

    private static Double meanMillis(MeterRegistry metrics, String route) {
        Timer timer = metrics.find(MicrometerConstants.DEFAULT_CAMEL_ROUTE_POLICY_METER_NAME)
                .tag(MicrometerConstants.ROUTE_ID_TAG, route)
                .timer();
        return timer == null || timer.count() == 0 ? null : timer.mean(TimeUnit.MILLISECONDS);
    }

    /** After the servers listen, and after the preparations that routes depend on. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 2)
    ApplicationRunner loadRoutes(RouteFiles files, RouteStatuses statuses) {
        return arguments -> {
            if (!LibFolder.jars().isEmpty()) {
                LOG.info("jars of relay.lib: {}", LibFolder.jars());
            }
            files.start();
        };
    }
}
