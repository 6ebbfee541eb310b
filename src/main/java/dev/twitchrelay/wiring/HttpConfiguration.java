package dev.twitchrelay.wiring;

import dev.twitchrelay.http.Connections;
import dev.twitchrelay.http.ManagementPages;
import dev.twitchrelay.http.PlatformHttp;
import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.kit.Daemons;
import dev.twitchrelay.sse.MessageLog;
import dev.twitchrelay.sse.SseHub;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.File;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Wires the two servers, their event loops, and the hub of the event stream. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConfiguration.class);
    private static final String PLATFORM_HTTP = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME + "-0";

    private final ListenAddress main;
    private final ListenAddress management;

    HttpConfiguration(Environment environment) {
        main = ListenAddress.of(environment, PortCheck.MAIN);
        management = ListenAddress.of(environment, PortCheck.MANAGEMENT);
    }

    /** For connections to Twitch. Clients of the ports use other threads, so they cannot delay Twitch's messages. */
    @Bean(destroyMethod = "close")
    @Primary
    Vertx vertx() {
        return Vertx.vertx(loops(1));
    }

    @Bean(destroyMethod = "close")
    Vertx relayVertx(Connections relayConnections) {
        return relayConnections.vertx(loops(eventLoops()));
    }

    /** With threads of its own, so that health answers during a flood at the other port. */
    @Bean(destroyMethod = "close")
    Vertx managementVertx(Connections managementConnections) {
        return managementConnections.vertx(loops(1));
    }

    @Bean
    Connections relayConnections(SseProperties sse) {
        return Connections.ofThisProcess(
                sse.settings().maxClients(), sse.settings().maxClientsPerAddress());
    }

    @Bean
    Connections managementConnections() {
        return Connections.ofManagement(50);
    }

    private static VertxOptions loops(int count) {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(count)
                // a machine may be busy, so a blocked thread is logged once in ten seconds, and with its stack trace
                // after a minute only
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setWarningExceptionTime(1)
                .setWarningExceptionTimeUnit(TimeUnit.MINUTES);
    }

    private static int eventLoops() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    @Bean
    SseHub twitchHub(SseProperties sse, MessageLog log) {
        return new SseHub("twitch", sse.settings(), log);
    }

    /**
     * Lets routes consume {@code platform-http:} on the public port. Camel finds it by this name: port 0, because Camel
     * itself listens on no port. Beans that need the relay's own router must not get this one.
     */
    @Bean(name = PLATFORM_HTTP, autowireCandidate = false)
    PlatformHttp platformHttp(@Qualifier("relayVertx") Vertx relayVertx, Router router, Connections relayConnections) {
        return new PlatformHttp(relayVertx, router, relayConnections, 0);
    }

    @Bean
    RelayServer relayServer(
            @Qualifier("relayVertx") Vertx relayVertx,
            Router router,
            Connections relayConnections,
            @Value("${server.ssl.certificate}") String certificate,
            @Value("${server.ssl.certificate-private-key}") String privateKey) {
        HttpServerOptions options = RelayServer.streaming(main.host(), main.port());
        if (!certificate.isBlank() || !privateKey.isBlank()) {
            readable("server.ssl.certificate", certificate);
            readable("server.ssl.certificate-private-key", privateKey);
            RelayServer.secured(options, certificate, privateKey);
        }
        return new RelayServer(relayVertx, router, relayConnections, options, eventLoops(), "server.port");
    }

    /** One thread, which does not keep the process alive. */
    static Executor oneThread(String name) {
        return Executors.newSingleThreadExecutor(task -> Daemons.thread(task, name));
    }

    private static void readable(String setting, String file) {
        if (!new File(file).canRead()) {
            throw new InvalidSettingException(
                    setting + " is '" + file + "', which cannot be read", "set it to a PEM file, or leave both unset");
        }
    }

    @Bean
    RelayServer managementServer(
            @Qualifier("managementVertx") Vertx managementVertx,
            Connections managementConnections,
            HealthEndpoint health,
            PrometheusMeterRegistry metrics) {
        return new RelayServer(
                managementVertx,
                new ManagementPages(health, metrics, oneThread("health")).router(managementVertx),
                managementConnections,
                RelayServer.streaming(management.host(), management.port()),
                1,
                "management.server.port");
    }

    /** The servers listen as soon as history is known, because clients that come back need no routes. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    ApplicationRunner listen(RelayServer relayServer, RelayServer managementServer) {
        return arguments -> {
            try {
                managementServer.start();
                relayServer.start();
            } catch (IllegalStateException e) {
                throw new InvalidSettingException(e.getMessage(), "stop the other program, or set another port");
            }
        };
    }

    /** Says {@code bye} to the clients before the routes end. */
    @Bean
    ApplicationListener<ContextClosedEvent> goodbye(SseHub hub, RelayServer relayServer, RelayServer managementServer) {
        return new Goodbye(hub, relayServer, managementServer);
    }

    @Order(Ordered.HIGHEST_PRECEDENCE)
    private record Goodbye(SseHub hub, RelayServer relayServer, RelayServer managementServer)
            implements ApplicationListener<ContextClosedEvent> {
        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            try {
                // the hub limits its own time, so this limit is for event loops that are stuck
                hub.shutdown().get(3, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("saying bye", e);
            }
            relayServer.stop();
            managementServer.stop();
        }
    }
}
