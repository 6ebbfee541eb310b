package dev.twitchrelay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.HelixHttpClientConfigurer;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.eventsub.EventSubComponent;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.outbox.CallTimeLimit;
import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.stats.ChannelStats;
import dev.twitchrelay.stats.Lag;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Clock;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Wires what speaks with Twitch. */
@Configuration(proxyBeanMethods = false)
class TwitchConfiguration {
    private final TwitchProperties twitch;

    TwitchConfiguration(TwitchProperties twitch) {
        twitch.check();
        this.twitch = twitch;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RateLimit rateLimit(Clock clock) {
        return new RateLimit(clock);
    }

    @Bean
    WebClient webClient(Vertx vertx) {
        return WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("twitch-relay")
                        .setConnectTimeout(5_000)
                        .setMaxPoolSize(20)
                        .setKeepAliveTimeout(30)
                        .setFollowRedirects(false));
    }

    @Bean
    ClockSkew clockSkew(Clock clock) {
        return new ClockSkew(clock);
    }

    @Bean
    OAuthClient oauthClient(WebClient http, ClockSkew skew) {
        return new OAuthClient(http, twitch.auth().url(), twitch.clientId(), twitch.clientSecret(), skew);
    }

    @Bean
    HelixClient helixClient(WebClient http, TokenProvider tokens, RateLimit rateLimit) {
        return new HelixClient(http, tokens, rateLimit);
    }

    @Bean
    Accounts accounts(OAuthClient oauth, HelixClient helix, TokenProvider tokens, Clock clock) {
        return new Accounts(oauth, helix, tokens, twitch.api().url(), twitch.channel(), clock);
    }

    /** Named in routes: {@code httpClientConfigurer: "#helix"}. */
    @Bean
    HttpClientConfigurer helix(TokenProvider tokens, RateLimit rateLimit, CallTimeLimit timeLimit) {
        HttpClientConfigurer signing = new HelixHttpClientConfigurer(
                tokens, rateLimit, URI.create(twitch.api().url()));
        return client -> {
            signing.configureHttpClient(client);
            client.addExecInterceptorFirst("time-limit", timeLimit);
        };
    }

    /** Knows from the journal what was told last. */
    @Bean
    ChannelStats channelStats(Clock clock, FileEventJournal journal, ObjectMapper json) throws JsonProcessingException {
        ChannelStats stats = new ChannelStats(clock, Lag.OBSERVED);
        for (EventJournal.Kept kept : journal.messages()) {
            stats.shown(json.readTree(kept.message().json()), kept.message().time());
        }
        if (journal.latest() != null) {
            stats.restored(json.readTree(journal.latest().json()).path("data"));
        }
        return stats;
    }

    @Bean
    EventSubSessions eventSubSessions(FileEventJournal journal) {
        return new EventSubSessions(journal.keys());
    }

    /** A component belongs to one Camel context; a route that is only being checked is built in another one. */
    @Bean("twitch-eventsub")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    EventSubComponent eventSubComponent(HelixClient helix, Accounts accounts, EventSubSessions sessions, Vertx vertx) {
        EventSubComponent component = new EventSubComponent(
                helix, accounts, sessions, twitch.eventsub().subscriptionsUrl());
        component.setVertx(vertx);
        return component;
    }
}
