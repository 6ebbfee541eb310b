package dev.twitchrelay.wiring;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.RateLimit;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.proxy.Proxies;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the clients of Twitch and the proxies that they use. */
@Configuration(proxyBeanMethods = false)
class TwitchConfiguration {
    private final TwitchProperties twitch;

    TwitchConfiguration(TwitchProperties twitch) {
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

    /** @throws InvalidSettingException when a proxy has no valid address */
    @Bean
    static Proxies proxies(Environment environment) {
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
}
