package dev.twitchrelay.wiring;

import dev.twitchrelay.http.Connections;
import dev.twitchrelay.http.ManagementPages;
import dev.twitchrelay.http.PlatformHttp;
import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.sse.MessageLog;
import dev.twitchrelay.sse.SseHub;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.File;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
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
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Wires what listens: the event stream, routes' own URLs, and the management port. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConfiguration.class);

    private final ListenAddress main;
    private final ListenAddress management;

    HttpConfiguration(Environment environment) {
        main = ListenAddress.of(environment, PortCheck.MAIN);
        management = ListenAddress.of(environment, PortCheck.MANAGEMENT);
    }

    /** For what speaks with Twitch. It shares no thread with those who reach our ports, so that they cannot keep it waiting. */
    @Bean(destroyMethod = "close")
    @Primary
    Vertx vertx() {
        return Vertx.vertx(loops(1));
    }

    @Bean(destroyMethod = "close")
    Vertx relayVertx(Connections relayConnections) {
        return relayConnections.vertx(loops(eventLoops()));
    }

    /** Health is told whatever happens at the other port. */
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
        return Connections.ofThisProcess(0, 50);
    }

    private static VertxOptions loops(int count) {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(count)
                // a thread that waits is told once in ten seconds, with a stack trace after a minute; the machine may
                // be busy
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
                .setWarningExceptionTime(1)
                .setWarningExceptionTimeUnit(TimeUnit.MINUTES)
                // nothing is served from files, so nothing needs a cache on disk
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    private static int eventLoops() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    @Bean
    SseHub twitchHub(SseProperties sse, MessageLog log) {
        return new SseHub("twitch", sse.settings(), log);
    }

    /** Routes that consume {@code platform-http:} find our router under the name that Camel makes of the port. */
    @Bean
    CamelContextConfiguration platformHttp(
            @Qualifier("relayVertx") Vertx relayVertx,
            Router router,
            Connections relayConnections,
            VertxPlatformHttpServerConfiguration configuration) {
        PlatformHttp platformHttp = new PlatformHttp(relayVertx, router, relayConnections, configuration.getBindPort());
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                camel.getRegistry().bind(platformHttp.getName(), platformHttp);
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        };
    }

    @Bean
    VertxPlatformHttpServerConfiguration platformHttpConfiguration() {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindPort(
                main.port() == 0 ? VertxPlatformHttpServerConfiguration.DEFAULT_BIND_PORT : main.port());
        return configuration;
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

    /** A thread that nobody waits for at the end. */
    static Executor oneThread(String name) {
        CustomizableThreadFactory daemons = new CustomizableThreadFactory(name + "-");
        daemons.setDaemon(true);
        return Executors.newSingleThreadExecutor(daemons);
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

    /** As soon as history is known: clients that come back need not wait for the routes. */
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

    /** Before the routes end, clients are told when to come back. */
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
                // it is bounded by itself, unless nothing runs any more
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
