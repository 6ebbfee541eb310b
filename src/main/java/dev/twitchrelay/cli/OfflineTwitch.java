package dev.twitchrelay.cli;

import dev.twitchrelay.auth.ClockSkew;
import dev.twitchrelay.auth.ConfiguredTokens;
import dev.twitchrelay.auth.OAuthClient;
import dev.twitchrelay.auth.SignInFile;
import dev.twitchrelay.auth.TokenStore;
import dev.twitchrelay.kit.Disk;
import dev.twitchrelay.kit.Failures;
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

/**
 * The clients with which a command speaks with Twitch without a relay. Methods block. Use it on one thread and close
 * it.
 */
final class OfflineTwitch implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 40;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            // no files are served, so no cache on disk is needed
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());
    private final Storage storage = new Storage(Disk.REAL);
    private final SignInFile file;

    /** Uses the application of the settings. */
    OfflineTwitch(Settings settings) {
        this(settings, settings.get("twitch.client-id"));
    }

    /** @param clientId the application that the sign-in belongs to */
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

    /** Asks Twitch about the token. An unreachable Twitch counts as a problem of the sign-in. */
    SignInFile.Checked check() {
        try {
            return await(file.check());
        } catch (CompletionException e) {
            return new SignInFile.Checked(
                    false,
                    "cannot ask Twitch for the account of the token: " + Failures.text(e),
                    null,
                    Set.of(),
                    null,
                    null);
        }
    }

    /**
     * Signs out. Returns whether Twitch confirmed it, or empty when nobody was signed in.
     *
     * @throws IllegalStateException when the tokens could not be removed from their file
     */
    Optional<Boolean> signOut() {
        Optional<Boolean> confirmed = await(file.signOut());
        storage.problems().forEach(unwritten -> {
            throw new IllegalStateException(unwritten.file() + " cannot be written (" + unwritten.problem() + ")");
        });
        return confirmed;
    }

    /** The difference between this computer's clock and Twitch's, or null when Twitch was not asked. */
    ClockSkew.Measured skew() {
        return skew.latest();
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        storage.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
