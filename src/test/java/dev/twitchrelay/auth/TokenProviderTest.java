package dev.twitchrelay.auth;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twitchrelay.kit.Failures;
import dev.twitchrelay.kit.Storage;
import dev.twitchrelay.simulator.ProtocolTime;
import dev.twitchrelay.simulator.SimulatorOptions;
import dev.twitchrelay.simulator.TwitchSimulator;
import dev.twitchrelay.support.FullDisk;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refreshing against the simulated Twitch. */
class TokenProviderTest {
    private static final Duration PATIENCE = ofSeconds(60);
    private static final int CALLERS = 50;

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient http = WebClient.create(vertx);
    private final FullDisk disk = new FullDisk();
    private final Storage storage = new Storage(disk);
    private SimulatorOptions options = SimulatorOptions.defaults();
    private TwitchSimulator twitch;

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        twitch.close();
    }

    private TokenProvider provider(String secret) throws IOException {
        return provider(secret, TokenStore.in(data, storage));
    }

    private TokenProvider provider(String secret, TokenStore store) throws IOException {
        if (twitch == null) {
            twitch = TwitchSimulator.start(options);
        }
        return new TokenProvider(
                new OAuthClient(
                        http,
                        twitch.authUrl().toString(),
                        options.clientId(),
                        secret,
                        new ClockSkew(Clock.systemUTC())),
                store,
                new ConfiguredTokens(options.accessToken(), options.refreshToken()),
                vertx,
                Clock.systemUTC());
    }

    private static <T> T value(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((value, failure) -> Failures.cause(failure))
                .toCompletableFuture()
                .join();
    }

    @Test
    void fiftyCallersOfAnExpiredTokenCauseOneRefresh() throws Exception {
        TokenProvider tokens = provider(null);
        HelixClient helix = new HelixClient(
                http, tokens, new RateLimit(Clock.systemUTC()), twitch.apiUrl().toString());
        twitch.signIn().expireAccessTokens();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<Integer>> calls = IntStream.range(0, CALLERS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                                () -> helix.send(HttpMethod.GET, twitch.apiUrl() + "/users", null), threads)
                        .thenCompose(stage -> stage)
                        .thenApply(TwitchAnswer::status))
                .toList();

        Set<Integer> statuses = calls.stream().map(CompletableFuture::join).collect(Collectors.toSet());

        threads.shutdown();
        assertThat(statuses).containsExactly(200);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);
    }

    @Test
    void twoProcessesThatShareTheStoreRefreshOnce() throws Exception {
        TokenProvider one = provider(null);
        TokenProvider other = provider(null);
        AccessToken expired = value(one.token());
        twitch.signIn().expireAccessTokens();

        CompletionStage<AccessToken> first = one.refresh(expired);
        CompletionStage<AccessToken> second = other.refresh(expired);

        assertThat(value(first)).isEqualTo(value(second)).isNotEqualTo(expired);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);
        assertThat(twitch.signIn().valid(value(first).value())).isTrue();
    }

    @Test
    void theTokenIsRefreshedBeforeItEnds() throws Exception {
        options = options.with(ProtocolTime.TOKEN_LIFE, ofSeconds(3));
        TokenProvider tokens = provider(null);
        AccessToken first = value(tokens.token());
        tokens.validated(first, "700100", Clock.systemUTC().instant().plusSeconds(3));

        await().atMost(PATIENCE).until(() -> !value(tokens.token()).equals(first));
        AccessToken second = value(tokens.token());
        assertThat(twitch.signIn().valid(second.value())).isTrue();
        await().atMost(PATIENCE).until(() -> !value(tokens.token()).equals(second));
    }

    @Test
    void anOutageIsRetriedByItselfAndCallersInBetweenDoNotHammer() throws Exception {
        TokenProvider tokens = provider(null);
        twitch.signIn().expireAccessTokens();
        twitch.faults().fail("/oauth2/token", 503, "", 2);
        AccessToken expired = value(tokens.token());

        assertThat(failure(tokens.refresh(expired)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        for (int i = 0; i < CALLERS; i++) {
            assertThat(failure(tokens.refresh(expired))).isInstanceOf(IOException.class);
        }
        assertThat(twitch.seen().refreshes()).isZero();
        assertThat(twitch.seen().requests("POST /oauth2/token")).isEqualTo(1);

        await().atMost(PATIENCE).until(() -> twitch.seen().refreshes() == 1);
        await().atMost(PATIENCE).until(() -> !value(tokens.token()).equals(expired));
        assertThat(tokens.problem()).isNull();
    }

    @Test
    void aRefusalIsFinalAndRemembered() throws Exception {
        TokenProvider tokens = provider(null);
        AtomicInteger lost = new AtomicInteger();
        tokens.onLost(lost::incrementAndGet);
        AccessToken cut = value(tokens.token());
        twitch.signIn().disconnect();

        assertThat(failure(tokens.refresh(cut)))
                .isInstanceOf(SignInRequiredException.class)
                .hasMessageContaining("sign in with the code");
        assertThat(failure(tokens.token())).isInstanceOf(SignInRequiredException.class);
        assertThat(failure(tokens.refresh(cut))).isInstanceOf(SignInRequiredException.class);
        assertThat(lost).hasValue(1);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);

        await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("token.json")));
        await().atMost(PATIENCE).until(() -> provider(null).problem() != null);
        assertThat(twitch.seen().refreshes()).isEqualTo(1);
    }

    @Test
    void aMissingSecretIsNamedAndTheTokensAreKeptForWhenItIsSet() throws Exception {
        options = options.withClientSecret("the secret of this test");
        TokenProvider without = provider(null);
        twitch.signIn().expireAccessTokens();

        assertThat(failure(without.refresh(value(without.token()))))
                .hasMessageContaining("TWITCH_CLIENT_SECRET")
                .hasMessageNotContaining("the secret of this test");

        TokenProvider with = provider("the secret of this test");
        AccessToken fresh = value(with.refresh(value(with.token())));
        assertThat(twitch.signIn().valid(fresh.value())).isTrue();
    }

    @Test
    void whatAFullDiskDoesNotTakeIsUsedAndWrittenAsSoonAsThereIsRoom() throws Exception {
        TokenProvider tokens = provider(null);
        twitch.signIn().expireAccessTokens();
        AccessToken expired = value(tokens.token());
        disk.full = true;

        AccessToken fresh = value(tokens.refresh(expired));
        assertThat(twitch.signIn().valid(fresh.value())).isTrue();
        assertThat(storage.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).endsWith("token.json");
            assertThat(problem.problem()).contains("No space left");
        });
        assertThat(TokenStore.in(data, storage).read().tokens()).isNull();

        disk.full = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(TokenStore.in(data, storage).read().tokens().access()).isEqualTo(fresh);
    }

    @Test
    void aReadOnlyDiskDoesNotEndTheSignInEither() throws Exception {
        TokenProvider tokens = provider(null);
        twitch.signIn().expireAccessTokens();
        disk.readOnly = true;

        AccessToken fresh = value(tokens.refresh(value(tokens.token())));
        AccessToken granted = new AccessToken("granted while the disk is read-only");
        value(tokens.signedIn(new TokenPair(granted, "refresh", null), "700100"));
        assertThat(fresh).isNotEqualTo(granted);
        assertThat(value(tokens.token())).isEqualTo(granted);

        disk.readOnly = false;
        await().atMost(PATIENCE).until(() -> storage.problems().isEmpty());
        assertThat(TokenStore.in(data, storage).read().tokens().access())
                .as("the newest of two that waited")
                .isEqualTo(granted);
    }

    @Test
    void whatWaitsForTheDiskIsWrittenAtTheEndOfTheRelayToo() throws Exception {
        TokenProvider tokens = provider(null);
        disk.full = true;
        value(tokens.signedIn(new TokenPair(new AccessToken("new"), "refresh", null), "700100"));

        disk.full = false;
        storage.close();
        assertThat(TokenStore.in(data, storage).read().tokens().access()).isEqualTo(new AccessToken("new"));
    }
}
