package dev.twitchrelay;

import dev.twitchrelay.auth.Accounts;
import dev.twitchrelay.auth.Admission;
import dev.twitchrelay.auth.ConfiguredTokens;
import dev.twitchrelay.auth.DeviceCodeSignIn;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.RefreshingTokenProvider;
import dev.twitchrelay.auth.RequiredScopes;
import dev.twitchrelay.auth.ScopeNeed;
import dev.twitchrelay.auth.ScopeTable;
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
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Wires the sign-in to Twitch: where tokens are kept, who asks for one, and which scopes are asked for. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {
    private static final Duration VALIDATION = Duration.ofHours(1);

    /** The demo's Twitch forgets its tokens at each start, and must not overwrite the user's own. */
    @Bean
    TokenStore tokenStore(RelayProperties relay, Storage storage, Environment environment) {
        return environment.acceptsProfiles(Profiles.of("demo"))
                ? TokenStore.forgetful()
                : TokenStore.in(relay.data(), storage);
    }

    @Bean
    RefreshingTokenProvider tokenProvider(
            OAuthClient oauth, TokenStore store, TwitchProperties twitch, Vertx vertx, Clock clock) {
        try {
            return new RefreshingTokenProvider(
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
        ScopeTable table = ScopeTable.shipped();
        String api = twitch.api().url();
        return new RequiredScopes(
                table, () -> Stream.of(sessions.scopeNeeds().stream(), polls(camel, table, api), sinks(outbox))
                        .flatMap(needs -> needs)
                        .toList());
    }

    /** What sinks that are awake do on Twitch. */
    private static Stream<ScopeNeed> sinks(Outbox outbox) {
        return outbox.scopes().entrySet().stream()
                .map(sink -> new ScopeNeed(
                        "sink " + sink.getKey(),
                        sink.getValue().stream().map(List::of).toList()));
    }

    /** What routes read from Helix, by the addresses of their endpoints. */
    private static Stream<ScopeNeed> polls(CamelContext camel, ScopeTable table, String api) {
        String base = withoutScheme(api);
        return camel.getEndpoints().stream()
                .map(endpoint -> withoutScheme(endpoint.getEndpointBaseUri()))
                .filter(uri -> uri.startsWith(base))
                .map(uri -> uri.substring(base.length()).replaceAll("\\?.*", ""))
                .distinct()
                .flatMap(path -> table.resource(path).stream());
    }

    private static String withoutScheme(String uri) {
        return uri.replaceFirst("^[a-z]+:(//)?", "");
    }

    @Bean
    DeviceCodeSignIn deviceCodeSignIn(
            OAuthClient oauth,
            RefreshingTokenProvider tokens,
            Accounts accounts,
            RequiredScopes required,
            HelixClient helix,
            TwitchProperties twitch,
            EventSubSessions sessions,
            Vertx vertx,
            Clock clock) {
        Admission admission = new Admission(helix, twitch.api().url(), twitch.channel());
        return new DeviceCodeSignIn(oauth, tokens, accounts, required, admission, vertx, clock, sessions::signedIn);
    }

    @Bean
    TokenWatch tokenWatch(
            Vertx vertx,
            RefreshingTokenProvider tokens,
            Accounts accounts,
            DeviceCodeSignIn signIn,
            EventSubSessions sessions) {
        return new TokenWatch(vertx, tokens, accounts, signIn, sessions::signedIn, VALIDATION);
    }

    @Bean
    SignInPages signInPages(DeviceCodeSignIn signIn, RefreshingTokenProvider tokens, AdminGuard guard) {
        return new SignInPages(signIn, tokens::signOut, guard);
    }

    /** After everything listens, so that the page with the code is there when the console names it. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ApplicationRunner watchToken(TokenWatch watch, RefreshingTokenProvider tokens, EventSubSessions sessions) {
        return arguments -> {
            tokens.onSignedOut(sessions::signedOut);
            watch.start();
        };
    }
}
