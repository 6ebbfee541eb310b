package dev.twitchrelay.wiring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.twitchrelay.auth.Account;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.cluster.LeadershipService;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.recovery.FollowLedger;
import dev.twitchrelay.recovery.LedgerFile;
import dev.twitchrelay.recovery.Moments;
import dev.twitchrelay.recovery.RepeatCounter;
import dev.twitchrelay.recovery.ToldRepository;
import dev.twitchrelay.routes.LeaderPolicy;
import dev.twitchrelay.routes.RouteVocabulary;
import dev.twitchrelay.routes.TestEvents;
import dev.twitchrelay.sources.PublishedIds;
import dev.twitchrelay.sse.SseHub;
import dev.twitchrelay.sse.SseSettings;
import dev.twitchrelay.stats.ChannelStats;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the vocabulary of routes without a relay: for {@code routes check}, {@code routes test} and tests of the build.
 * It has the relay's names and classes, with an invented channel and a clock that stands still. Nothing here listens,
 * connects or writes.
 */
public final class OfflineVocabulary {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Account CHANNEL = new Account("700100", "lanternbay", "700100", "lanternbay", Set.of(), null);

    /** Requests to it get a signature, and none is sent. */
    private static final URI HELIX = URI.create("https://api.twitch.tv/helix");

    private OfflineVocabulary() {}

    /**
     * A new vocabulary.
     *
     * @param environment the settings that the relay would start with
     * @param own settings that win, such as the settings of one test
     */
    public static RouteVocabulary of(ConfigurableEnvironment environment, Map<String, String> own) {
        ConfigurableEnvironment settings = own.isEmpty() ? environment : overlaid(environment, own);
        SingletonSupplier<CamelSettings> camelSettings = SingletonSupplier.of(() -> CamelSettings.of(settings));
        RepeatCounter repeats = new RepeatCounter(CLOCK);
        FollowLedger follows = knownFollows(repeats);
        SseHub hub = new SseHub("twitch", SseSettings.defaults());
        return new RouteVocabulary(new RouteVocabulary.Parts(
                name -> CleanSettings.value(settings, name),
                camel -> camelSettings.obtain().apply(camel),
                CLOCK,
                TwitchConfiguration.proxies(settings),
                new CallTimeLimit(Binder.get(settings)
                        .bind("outbox.delivery-timeout", Duration.class)
                        .orElse(Duration.ofSeconds(30))),
                new HelixHttpClientConfigurer(null, null, HELIX),
                () -> new EventSubComponent(null, null, new EventSubSessions(), "", address -> null),
                () -> settings.acceptsProfiles(Profiles.of("cluster"))
                        ? ClusterConfiguration.masterOf(new LeadershipService(null))
                        : null,
                hub,
                null,
                LeaderPolicy.alone(),
                Accounts.known(CHANNEL),
                knownTotals(),
                follows,
                new ToldRepository(follows, new Moments(repeats)),
                new PublishedIds(() -> hub, List.of()),
                new TestEvents(CLOCK, Map::of),
                () -> true));
    }

    private static ConfigurableEnvironment overlaid(ConfigurableEnvironment environment, Map<String, String> own) {
        // a StandardEnvironment would bring system properties and variables that hide the cleaned ones
        AbstractEnvironment settings = new AbstractEnvironment() {};
        settings.setActiveProfiles(environment.getActiveProfiles());
        environment.getPropertySources().stream()
                .filter(source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
                .forEach(settings.getPropertySources()::addLast);
        settings.getPropertySources().addFirst(new MapPropertySource("the test's own", Map.copyOf(own)));
        ConfigurationPropertySources.attach(settings);
        return settings;
    }

    /** Off the air. Totals have to be known, because events change known totals only. */
    private static ChannelStats knownTotals() {
        ChannelStats stats = new ChannelStats(CLOCK);
        stats.restored(JsonNodeFactory.instance.objectNode().put("live", false));
        return stats;
    }

    /** No follow so far. The session begins in the far future, so all listed followers came before it. */
    private static FollowLedger knownFollows(RepeatCounter repeats) {
        FollowLedger follows = new FollowLedger(
                CLOCK, new LedgerFile.Contents(CHANNEL.broadcasterId(), Instant.EPOCH, Map.of()), kept -> {}, repeats);
        follows.sessionBegins("9999-12-31T23:59:59Z");
        return follows;
    }
}
