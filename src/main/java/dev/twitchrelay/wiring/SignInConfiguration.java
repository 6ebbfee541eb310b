package dev.twitchrelay.wiring;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.ConfiguredTokens;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.RequiredScopes;
import dev.twitchrelay.auth.SignInAdmission;
import dev.twitchrelay.auth.TokenProvider;
import dev.twitchrelay.auth.TokenStore;
import dev.twitchrelay.auth.TokenWatch;
import dev.twitchrelay.eventsub.EventSubSessions;
import dev.twitchrelay.http.AdminGuard;
import dev.twitchrelay.http.SignInPages;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.outbox.Outbox;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Wires the sign-in to Twitch. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {
    private static final Duration VALIDATION = Duration.ofHours(1);

    /**
     * In memory for the demo, because the simulated Twitch forgets its tokens at each start and the demo must not
     * overwrite the user's own tokens.
     */
    @Bean
    TokenStore tokenStore(RelayProperties relay, Storage storage, Environment environment) {
        return environment.acceptsProfiles(Profiles.of("demo"))
                ? TokenStore.inMemory()
                : TokenStore.in(relay.data(), storage);
    }

    @Bean
    TokenProvider tokenProvider(
            OAuthClient oauth, TokenStore store, TwitchProperties twitch, Vertx vertx, Clock clock) {
        try {
            return new TokenProvider(
                    oauth, store, new ConfiguredTokens(twitch.accessToken(), twitch.refreshToken()), vertx, clock);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "the Twitch sign-in in relay.data cannot be read (" + e.getMessage() + ")",
                    "make that folder readable and writable for the relay, or set RELAY_DATA to another one");
        }
    }

    @Bean
    RequiredScopes requiredScopes(
            EventSubSessions sessions, Outbox outbox, CamelContext camel, TwitchProperties twitch) {
        return new RequiredScopes(
                sessions::scopeNeeds,
                () -> camel.getEndpoints().stream().map(Endpoint::getEndpointBaseUri),
                outbox::scopes,
                twitch.api().url());
    }

    @Bean
    DeviceCodeSignIn deviceCodeSignIn(
            OAuthClient oauth,
            TokenProvider tokens,
            Accounts accounts,
            RequiredScopes required,
            HelixClient helix,
            TwitchProperties twitch,
            EventSubSessions sessions,
            Vertx vertx,
            Clock clock) {
        SignInAdmission admission = new SignInAdmission(oauth, tokens, helix, twitch.channel(), vertx);
        return new DeviceCodeSignIn(oauth, tokens, accounts, required, admission, vertx, clock, sessions::signedIn);
    }

    @Bean
    TokenWatch tokenWatch(
            Vertx vertx, TokenProvider tokens, Accounts accounts, DeviceCodeSignIn signIn, EventSubSessions sessions) {
        return new TokenWatch(vertx, tokens, accounts, signIn, sessions::signedIn, VALIDATION);
    }

    @Bean
    SignInPages signInPages(DeviceCodeSignIn signIn, TokenProvider tokens, AdminGuard guard) {
        return new SignInPages(signIn, tokens::signOut, guard);
    }

    /** Runs last, so that the page with the code can be opened when the log names it. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ApplicationRunner watchToken(TokenWatch watch, TokenProvider tokens, EventSubSessions sessions) {
        return arguments -> {
            tokens.onSignedOut(sessions::signedOut);
            watch.start();
        };
    }
}
