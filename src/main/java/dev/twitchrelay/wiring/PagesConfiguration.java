package dev.twitchrelay.wiring;

import dev.twitchrelay.alerts.AlertControl;
import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.diagnosis.Diagnosis;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.http.AdminGuard;
import dev.twitchrelay.http.AlertPages;
import dev.twitchrelay.http.Connections;
import dev.twitchrelay.http.CustomWidgets;
import dev.twitchrelay.http.ForeignPageGuard;
import dev.twitchrelay.http.JsonAnswer;
import dev.twitchrelay.http.MediaFolder;
import dev.twitchrelay.http.Methods;
import dev.twitchrelay.http.OutboxPages;
import dev.twitchrelay.http.OwnWords;
import dev.twitchrelay.http.RoutePages;
import dev.twitchrelay.http.SignInPages;
import dev.twitchrelay.http.SourceGuard;
import dev.twitchrelay.http.StartingGuard;
import dev.twitchrelay.http.StaticPages;
import dev.twitchrelay.http.StatusHandler;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.outbox.Outbox;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.routes.LiveRoutes;
import dev.twitchrelay.routes.RouteFiles;
import dev.twitchrelay.routes.RouteStatuses;
import dev.twitchrelay.routes.TestEvents;
import dev.twitchrelay.sse.EventStreamHandler;
import dev.twitchrelay.sse.RecentMessagesHandler;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.sse.SseStatus;
import dev.twitchrelay.sse.TotalsHandler;
import dev.twitchrelay.stats.ChannelStats;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Wires the addresses of the public port: the pages, and the API for pages and commands. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration {
    private final Instant startedAt = Instant.now();

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

    /**
     * The control of alerts, and its event {@code alerts} in the event stream. In a cluster it is missing, because the
     * relays share messages only, and each would have a control of its own.
     */
    @Bean
    @Profile("!cluster")
    AlertControl alertControl(RelayProperties relay, Storage storage, Clock clock, SseHub hub) {
        return new AlertControl(
                relay.data(),
                storage,
                clock,
                hub::headId,
                id -> hub.event(message -> message.id().equals(id)).map(SseMessage::json),
                json -> hub.announce("alerts", json));
    }

    @Bean
    StatusHandler statusHandler(
            EventSubSessions sessions,
            Accounts accounts,
            RateLimit rateLimit,
            ClockSkew skew,
            DeviceCodeSignIn signIn,
            ChannelStats stats,
            SseHub hub,
            FileEventJournal journal,
            FollowLedger follows,
            RouteStatuses routes,
            LiveRoutes live,
            Outbox outbox,
            Connections relayConnections,
            Storage storage,
            ObjectProvider<StatusPart> more) {
        Map<String, Supplier<?>> parts = new LinkedHashMap<>();
        parts.put("startedAt", () -> startedAt);
        parts.put("time", Instant::now);
        parts.put("eventsub", sessions::statuses);
        parts.put("copies", sessions::copies);
        parts.put("token", accounts::status);
        parts.put("signIn", signIn::status);
        parts.put("clockSkew", skew::latest);
        parts.put("stream", stats::stream);
        parts.put("polls", stats::polls);
        parts.put("rateLimitRemaining", rateLimit::remaining);
        parts.put("sse", () -> SseStatus.of(hub));
        parts.put("journal", journal::status);
        parts.put("unwritten", storage::problems);
        parts.put("recovery", follows::status);
        parts.put("routes", routes::all);
        parts.put("routeFiles", live::files);
        parts.put("sinks", outbox::statuses);
        parts.put("connections", relayConnections::status);
        more.forEach(part -> parts.put(part.name(), part.state()));
        return new StatusHandler(
                HttpConfiguration.oneThread("status"), parts, status -> Diagnosis.of(status, Instant.now()));
    }

    @Bean
    Router router(
            @Qualifier("relayVertx") Vertx relayVertx,
            SseHub hub,
            StatusHandler status,
            SignInPages signIn,
            RoutePages routes,
            LiveRoutes live,
            OutboxPages outbox,
            ObjectProvider<AlertControl> alerts,
            AdminGuard guard,
            RelayProperties relay,
            SseProperties sse,
            ApplicationAvailability availability)
            throws IOException {
        Router router = Router.router(relayVertx);
        router.route("/api/*")
                .handler(new StartingGuard(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC));
        // a sender takes 404 for the end, and the route is back in a moment
        router.route("/api/sources/*").handler(new StartingGuard(() -> !live.isExchanging()));
        router.route("/api/sources/*").handler(new SourceGuard(sse.settings().maxClientsPerAddress()));
        ForeignPageGuard pages = new ForeignPageGuard(relay.allowedHosts(), guard);
        router.route("/api/sign-in").handler(pages);
        router.route("/api/sign-in/*").handler(pages);
        router.route("/api/simulate/*").handler(pages);
        router.route("/api/routes/*").handler(pages);
        router.route("/api/outbox/*").handler(pages);
        router.route("/api/session").handler(pages);
        router.route("/api/twitch/stream").handler(new EventStreamHandler(hub));
        router.route("/api/twitch/stats").handler(new TotalsHandler(hub));
        router.route("/api/twitch/events").handler(new RecentMessagesHandler(hub));
        router.get("/api/status").handler(status);
        signIn.on(router);
        router.route("/api/simulate/*").handler(PagesConfiguration::bodyIsJson).handler(guard);
        routes.on(router);
        outbox.on(router);
        guard.on(router);
        new AlertPages(alerts.getIfAvailable(), pages, guard).on(router);
        new CustomWidgets(relay.widgets()).on(router, relayVertx);
        new MediaFolder(relay.media()).on(router, relayVertx);
        // a browser asks for it when it shows an answer that is no page, such as /api/status
        router.get("/favicon.ico").handler(context -> context.redirect("/favicon.svg"));
        JsonAnswer.forErrorsOf(router);
        // before the look at methods, which takes longer than a page
        router.route()
                .order(Integer.MAX_VALUE - 2)
                .handler(new StaticPages(
                        OwnWords.over(staticFiles(), relay.widgets().resolve("lang"))));
        Methods.on(router);
        return router;
    }

    /** The demo needs no admin token. */
    @Bean
    AdminGuard adminGuard(RelayProperties relay, Environment environment) {
        return new AdminGuard(relay.adminToken(), environment.acceptsProfiles(Profiles.of("demo")));
    }

    @Bean
    StatusPart adminStatus(AdminGuard guard) {
        return new StatusPart("admin", guard::status);
    }

    @Bean
    MeterBinder adminMetrics(AdminGuard guard) {
        return registry -> new Meters<>(registry, guard)
                .counter("admin.wrong", "wrong admin tokens that were compared", each -> each.status()
                        .wrong())
                .counter(
                        "admin.refused",
                        "admin tokens that were refused without a comparison, because they came too fast",
                        each -> each.status().refused());
    }

    @Bean
    RoutePages routePages(RouteStatuses routes, RouteFiles files, AdminGuard guard) {
        return new RoutePages(routes, files, guard);
    }

    /** {@code curl -d} names its body a form, and Camel would make headers of the JSON. */
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
}
