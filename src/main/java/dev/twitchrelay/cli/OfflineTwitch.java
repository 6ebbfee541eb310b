package dev.twitchrelay.cli;

import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.ConfiguredTokens;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.SignInFile;
import dev.twitchrelay.auth.TokenStore;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Storage;
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
    private final Storage storage = new Storage(Disk.REAL);
    private final SignInFile file;

    /** With the application of the settings. */
    OfflineTwitch(Settings settings) {
        this(settings, settings.get("twitch.client-id"));
    }

    /** @param clientId of the application that the sign-in belongs to */
    OfflineTwitch(Settings settings, String clientId) {
        WebClient http = new Proxies(settings::find).webClient(vertx);
        OAuthClient oauth = new OAuthClient(
                http, settings.get("twitch.auth.url"), clientId, settings.get("twitch.client-secret"), skew);
        file = new SignInFile(
                oauth,
                TokenStore.in(Path.of(settings.get("relay.data")), storage),
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

    /**
     * Whether Twitch confirmed the end of the sign-in; nothing when nobody was signed in.
     *
     * @throws IllegalStateException if the tokens are in their file still
     */
    Optional<Boolean> signOut() {
        Optional<Boolean> confirmed = await(file.signOut());
        storage.problems().forEach(left -> {
            throw new IllegalStateException(left.file() + " cannot be written (" + left.problem() + ")");
        });
        return confirmed;
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
        storage.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
