package dev.twitchrelay.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.journal.FileEventJournal;
import dev.twitchrelay.proxy.Proxies;
import dev.twitchrelay.sse.EventJournal;
import dev.twitchrelay.sse.SseMessage;
import dev.twitchrelay.stats.ChannelStats;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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
    Proxies proxies(Environment environment) {
        return proxiesOf(environment);
    }

    /** @throws InvalidSettingException when an address of a proxy is none */
    static Proxies proxiesOf(Environment environment) {
        try {
            return new Proxies(environment::getProperty);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    e.getMessage(), "set it to an address such as http://proxy.example:3128, or to nothing");
        }
    }

    @Bean
    StatusPart proxyStatus(Proxies proxies) {
        Map<String, String> used = new TreeMap<>();
        twitch.addresses().forEach((setting, address) -> {
            String proxy = proxies.describe(URI.create(address));
            if (proxy != null) {
                used.put(setting, proxy);
            }
        });
        return new StatusPart("proxies", () -> used);
    }

    @Bean
    WebClient webClient(Vertx vertx, Proxies proxies) {
        return proxies.webClient(vertx);
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
        return new HelixClient(http, tokens, rateLimit, twitch.api().url());
    }

    @Bean
    Accounts accounts(OAuthClient oauth, HelixClient helix, TokenProvider tokens, Clock clock) {
        return new Accounts(oauth, helix, tokens, twitch.channel(), clock);
    }

    /** Knows from the journal what was told last. */
    @Bean
    static ChannelStats channelStats(Clock clock, FileEventJournal journal, ObjectMapper json)
            throws JsonProcessingException {
        ChannelStats stats = new ChannelStats(clock);
        SseMessage totals = journal.latest();
        for (EventJournal.Kept kept : journal.messages()) {
            // a killed process may have told that a stream began, and not yet the totals with it
            if (totals != null && totals.sequence() < kept.message().sequence()) {
                stats.restored(json.readTree(totals.json()).path("data"));
                totals = null;
            }
            stats.published(json.readTree(kept.message().json()), kept.message().time());
        }
        if (totals != null) {
            stats.restored(json.readTree(totals.json()).path("data"));
        }
        return stats;
    }

    @Bean
    EventSubSessions eventSubSessions(FileEventJournal journal) {
        return new EventSubSessions(journal.eventIds());
    }
}
