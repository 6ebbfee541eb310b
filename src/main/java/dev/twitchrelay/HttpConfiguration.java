package dev.twitchrelay;

import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.cli.Diagnosis;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.http.AdminGuard;
import dev.twitchrelay.http.CustomWidgets;
import dev.twitchrelay.http.ErrorPages;
import dev.twitchrelay.http.ForeignPageGuard;
import dev.twitchrelay.http.ManagementPages;
import dev.twitchrelay.http.OutboxPages;
import dev.twitchrelay.http.PlatformHttp;
import dev.twitchrelay.http.RelayServer;
import dev.twitchrelay.http.RoutePages;
import dev.twitchrelay.http.SignInPages;
import dev.twitchrelay.http.StaticPages;
import dev.twitchrelay.http.StatusHandler;
import dev.twitchrelay.http.TestEvents;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.routes.LiveRoutes;
import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.LatestMessageHandler;
import dev.twitchrelay.sse.RecentMessagesHandler;
import dev.twitchrelay.sse.SseComponent;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseHubs;
import dev.twitchrelay.stats.ChannelStats;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Wires what listens: the event stream, the pages, routes' own URLs, and the management port. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    private static final String ANY_ADDRESS = "0.0.0.0";

    private final Instant startedAt = Instant.now();
    private final int port;
    private final int managementPort;

    HttpConfiguration(@Value("${server.port}") String port, @Value("${management.server.port}") String managementPort) {
        this.port = port("server.port", port);
        this.managementPort = port("management.server.port", managementPort);
        if (this.port == this.managementPort && this.port != 0) {
            throw new InvalidSettingException(
                    "server.port and management.server.port are both " + this.port,
                    "set one of them to another port: health and metrics are not for the public");
        }
    }

    private static int port(String setting, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new InvalidSettingException(
                    setting + " is '" + value + "'", "set it to a number from 1 to 65535, or to 0 for any free port");
        }
        return Integer.parseInt(value);
    }

    @Bean(destroyMethod = "close")
    Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops())
                // nothing is served from files, so nothing needs a cache on disk
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    private static int eventLoops() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    @Bean
    SseHub twitchHub(SseProperties sse, FileEventJournal journal) {
        return new SseHub("twitch", sse.settings(), journal);
    }

    @Bean
    SseHubs sseHubs(List<SseHub> hubs) {
        return new SseHubs(hubs);
    }

    @Bean("sse")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    SseComponent sseComponent(SseHubs hubs) {
        return new SseComponent(hubs);
    }

    @Bean
    TestEvents testEvents(Clock clock, Accounts accounts) {
        return new TestEvents(clock, () -> {
            Account account = accounts.current();
            return account == null
                    ? Map.of()
                    : Map.of(
                            "id", account.broadcasterId(),
                            "login", account.broadcasterLogin(),
                            "name", account.broadcasterLogin());
        });
    }

    @Bean
    StatusHandler statusHandler(
            EventSubSessions sessions,
            Accounts accounts,
            TokenProvider tokens,
            RateLimit rateLimit,
            ClockSkew skew,
            DeviceCodeSignIn signIn,
            ChannelStats stats,
            SseHub hub,
            FileEventJournal journal,
            FollowLedger follows,
            RouteStatuses routes,
            LiveRoutes live,
            Outbox outbox) {
        Map<String, Supplier<?>> parts = new LinkedHashMap<>();
        parts.put("startedAt", () -> startedAt);
        parts.put("eventsub", sessions::statuses);
        parts.put("token", () -> TokenStatus.of(accounts.current(), tokens.problem()));
        parts.put("signIn", signIn::status);
        parts.put("clockSkew", skew::latest);
        parts.put("stream", stats::stream);
        parts.put("polls", stats::polls);
        parts.put("rateLimitRemaining", rateLimit::remaining);
        parts.put("sse", () -> StreamStatus.of(hub));
        parts.put("journal", journal::status);
        parts.put("recovery", follows::status);
        parts.put("routes", routes::all);
        parts.put("routeFiles", live::files);
        parts.put("sinks", outbox::statuses);
        return new StatusHandler(parts, status -> Diagnosis.of(status, Instant.now()));
    }

    /** Whose token it is, without the token. */
    record TokenStatus(
            boolean signedIn, String user, String channel, List<String> scopes, Instant expiresAt, String problem) {
        static TokenStatus of(Account account, String problem) {
            return account == null
                    ? new TokenStatus(false, null, null, List.of(), null, problem)
                    : new TokenStatus(
                            problem == null,
                            account.userLogin(),
                            account.broadcasterLogin(),
                            account.scopes().stream().sorted().toList(),
                            account.expiresAt(),
                            problem);
        }
    }

    /** The event stream in numbers. */
    record StreamStatus(int clients, String lastEventId, long published, long delivered, long cut, long refused) {
        static StreamStatus of(SseHub hub) {
            return new StreamStatus(
                    hub.clients(), hub.headId(), hub.published(), hub.delivered(), hub.cut(), hub.refused());
        }
    }

    @Bean
    Router router(
            Vertx vertx,
            SseHub hub,
            StatusHandler status,
            SignInPages signIn,
            RoutePages routes,
            OutboxPages outbox,
            AdminGuard guard,
            RelayProperties relay)
            throws IOException {
        Router router = Router.router(vertx);
        ForeignPageGuard pages = new ForeignPageGuard(relay.allowedHosts(), guard);
        router.route("/api/sign-in").handler(pages);
        router.route("/api/sign-in/*").handler(pages);
        router.route("/api/simulate/*").handler(pages);
        router.route("/api/routes/*").handler(pages);
        router.route("/api/outbox/*").handler(pages);
        router.route("/api/twitch/stream").handler(new EventStreamHandler(hub));
        router.route("/api/twitch/stats").handler(new LatestMessageHandler(hub, "stats"));
        router.route("/api/twitch/events").handler(new RecentMessagesHandler(hub));
        router.get("/api/status").handler(status);
        signIn.on(router);
        router.route("/api/simulate/*").handler(HttpConfiguration::bodyIsJson).handler(guard);
        routes.on(router);
        outbox.on(router);
        new CustomWidgets(relay.widgets()).on(router);
        ErrorPages.on(router);
        router.route().last().handler(new StaticPages(staticFiles()));
        return router;
    }

    /** Nothing has to be shown in the demo. */
    @Bean
    AdminGuard adminGuard(RelayProperties relay, Environment environment) {
        return new AdminGuard(relay.adminToken(), environment.acceptsProfiles(Profiles.of("demo")));
    }

    @Bean
    RoutePages routePages(RouteStatuses routes, RouteFiles files, AdminGuard guard) {
        return new RoutePages(routes, files, guard);
    }

    /** {@code curl -d} claims to send a form, and Camel would take the JSON apart into headers. */
    private static void bodyIsJson(RoutingContext context) {
        context.request().headers().set("Content-Type", "application/json");
        context.next();
    }

    private static Map<String, byte[]> staticFiles() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/static/**/*.*")) {
            String url = file.getURL().toString();
            files.put(url.substring(url.lastIndexOf("/static/") + "/static/".length()), file.getContentAsByteArray());
        }
        return files;
    }

    /** Routes that consume {@code platform-http:} find our router under the name that Camel makes of the port. */
    @Bean
    CamelContextConfiguration platformHttp(
            Vertx vertx, Router router, VertxPlatformHttpServerConfiguration configuration) {
        PlatformHttp platformHttp = new PlatformHttp(vertx, router, configuration.getBindPort());
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
        configuration.setBindPort(port == 0 ? VertxPlatformHttpServerConfiguration.DEFAULT_BIND_PORT : port);
        return configuration;
    }

    @Bean
    RelayServer relayServer(
            Vertx vertx,
            Router router,
            @Value("${server.ssl.certificate}") String certificate,
            @Value("${server.ssl.certificate-private-key}") String privateKey) {
        HttpServerOptions options = RelayServer.streaming(ANY_ADDRESS, port);
        if (!certificate.isBlank() || !privateKey.isBlank()) {
            readable("server.ssl.certificate", certificate);
            readable("server.ssl.certificate-private-key", privateKey);
            RelayServer.secured(options, certificate, privateKey);
        }
        return new RelayServer(vertx, router, options, eventLoops(), "server.port");
    }

    private static void readable(String setting, String file) {
        if (!Files.isReadable(Path.of(file))) {
            throw new InvalidSettingException(
                    setting + " is '" + file + "', which cannot be read", "set it to a PEM file, or leave both unset");
        }
    }

    @Bean
    RelayServer managementServer(Vertx vertx, HealthEndpoint health, PrometheusMeterRegistry metrics) {
        return new RelayServer(
                vertx,
                new ManagementPages(health, metrics).router(vertx),
                new HttpServerOptions().setHost(ANY_ADDRESS).setPort(managementPort),
                1,
                "management.server.port");
    }

    /** Listens only when all routes are up: Camel has started before runners run. */
    @Bean
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
            hub.shutdown().join();
            relayServer.stop();
            managementServer.stop();
        }
    }
}
