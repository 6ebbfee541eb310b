package dev.twitchrelay.cli;

import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.ConfiguredTokens;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.SignInFile;
import dev.twitchrelay.auth.TokenStore;
import dev.twitchrelay.proxy.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What a command needs to speak with Twitch by itself. Blocks; close it. */
final class OfflineTwitch implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 40;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            // nothing is served from files, so nothing needs a cache on disk
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());
    private final SignInFile file;

    OfflineTwitch(Settings settings) {
        WebClient http = new Proxies(settings::find).webClient(vertx);
        OAuthClient oauth = new OAuthClient(
                http,
                settings.get("twitch.auth.url"),
                settings.get("twitch.client-id"),
                settings.get("twitch.client-secret"),
                skew);
        file = new SignInFile(
                oauth,
                TokenStore.in(Path.of(settings.get("relay.data"))),
                new ConfiguredTokens(settings.get("twitch.access-token"), settings.get("twitch.refresh-token")),
                vertx,
                Clock.systemUTC());
    }

    /** What Twitch says of the token; that it cannot be reached is a problem of the sign-in as well. */
    SignInFile.Checked check() {
        try {
            return await(file.check());
        } catch (CompletionException e) {
            return new SignInFile.Checked(
                    false, "cannot ask Twitch whose token it is: " + Failures.text(e), null, Set.of(), null, null);
        }
    }

    /** Whether Twitch confirmed the end of the sign-in; nothing when nobody was signed in. */
    Optional<Boolean> signOut() {
        return await(file.signOut());
    }

    /** How far this clock is from Twitch's, or null when Twitch was not asked. */
    ClockSkew.Measured skew() {
        return skew.latest();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
