package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Changes the stored sign-in, one change at a time among all processes that share the store: takes the store, looks what
 * another process may have written meanwhile, changes, and gives it back. Disks are touched on worker threads. Thread-safe.
 */
final class TokenChanges {
    private static final long RETRY_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OAuthClient oauth;
    private final TokenStore store;
    private final Vertx vertx;
    private final Clock clock;

    TokenChanges(OAuthClient oauth, TokenStore store, Vertx vertx, Clock clock) {
        this.oauth = oauth;
        this.store = store;
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * Spends the refresh token, or takes over what another process got for it. The new pair is on the disk when this
     * completes, or will be when the disk takes it.
     *
     * @return fails with {@link RefusedException} when Twitch will never accept it, with {@link IOException} when a later
     *     attempt may work
     */
    CompletionStage<StoredSignIn> refresh(StoredSignIn known) {
        return holding(onDisk -> {
            if (onDisk.generation() > known.generation() && onDisk.clientId().equals(known.clientId())) {
                return CompletableFuture.completedFuture(onDisk);
            }
            return oauth.refresh(known.tokens().refresh())
                    .handle((answer, failure) -> failure == null
                            ? RefreshAnswer.read(answer, known.tokens(), clock.instant())
                            : RefreshAnswer.unreachable(failure))
                    .thenCompose(RefreshAnswer::stage)
                    .thenCompose(pair -> worker(() -> kept(known.refreshed(pair))));
        });
    }

    /** Stores what the change makes of the newer of what is known and what is on the disk. */
    CompletionStage<StoredSignIn> change(StoredSignIn known, UnaryOperator<StoredSignIn> change) {
        return holding(onDisk -> {
            StoredSignIn latest = onDisk.generation() > known.generation() ? onDisk : known;
            return worker(() -> kept(change.apply(latest)));
        });
    }

    /** What is stored now, perhaps by another process. */
    CompletionStage<StoredSignIn> stored() {
        return worker(store::read);
    }

    /** A refreshed pair that cannot be stored yet is used nevertheless: its predecessor is spent. */
    private StoredSignIn kept(StoredSignIn next) {
        store.keep(next);
        return next;
    }

    private CompletionStage<StoredSignIn> holding(Function<StoredSignIn, CompletionStage<StoredSignIn>> action) {
        return hold(System.nanoTime() + PATIENCE.toNanos()).thenCompose(hold -> worker(store::recover)
                .thenCompose(action)
                .whenComplete((result, failure) -> vertx.executeBlocking(
                        () -> {
                            hold.close();
                            return null;
                        },
                        false)));
    }

    private CompletionStage<TokenStore.Hold> hold(long deadline) {
        return worker(store::tryHold).thenCompose(hold -> {
            if (hold.isPresent()) {
                return CompletableFuture.completedFuture(hold.get());
            }
            if (System.nanoTime() > deadline) {
                return CompletableFuture.failedFuture(
                        new IOException("another process keeps token.lock in relay.data: let only one relay use it"));
            }
            CompletableFuture<TokenStore.Hold> later = new CompletableFuture<>();
            vertx.setTimer(RETRY_MILLIS, timer -> hold(deadline).whenComplete((taken, failure) -> {
                if (failure == null) {
                    later.complete(taken);
                } else {
                    later.completeExceptionally(cause(failure));
                }
            }));
            return later;
        });
    }

    private <T> CompletionStage<T> worker(Callable<T> task) {
        return vertx.executeBlocking(task, false).toCompletionStage();
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
