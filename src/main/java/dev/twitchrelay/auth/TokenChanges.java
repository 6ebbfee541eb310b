package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Changes the stored sign-in, one change at a time among all processes that share the store. A change locks the store,
 * reads what another process may have written, writes and unlocks. Disks are used on worker threads. Thread-safe.
 */
final class TokenChanges {
    private static final long RETRY_MILLIS = 100;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

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
     * Refreshes the tokens, or takes over the tokens that another process got by the same refresh token. When it
     * completes, the new pair is stored, or will be as soon as the disk can be written.
     *
     * @return fails as {@link OAuthClient#refresh} does
     */
    CompletionStage<StoredSignIn> refresh(StoredSignIn known) {
        return holding(onDisk -> {
            if (onDisk.generation() > known.generation() && onDisk.clientId().equals(known.clientId())) {
                return CompletableFuture.completedFuture(onDisk);
            }
            return oauth.refresh(known.tokens(), clock)
                    .thenCompose(pair -> worker(() -> kept(known.refreshed(pair))));
        });
    }

    /** Applies the change to the newer of the known and the stored sign-in, and stores the result. */
    CompletionStage<StoredSignIn> change(StoredSignIn known, UnaryOperator<StoredSignIn> change) {
        return holding(onDisk -> {
            StoredSignIn latest = onDisk.generation() > known.generation() ? onDisk : known;
            return worker(() -> kept(change.apply(latest)));
        });
    }

    /** The stored sign-in, perhaps written by another process. */
    CompletionStage<StoredSignIn> stored() {
        return worker(store::read);
    }

    /**
     * Stores the sign-in. When the disk cannot be written, the new pair is used nevertheless, because the old refresh
     * token is used up.
     */
    private StoredSignIn kept(StoredSignIn next) {
        store.keep(next);
        return next;
    }

    private CompletionStage<StoredSignIn> holding(Function<StoredSignIn, CompletionStage<StoredSignIn>> action) {
        return hold(System.nanoTime() + LONGEST_WAIT.toNanos()).thenCompose(hold -> worker(store::recover)
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
            return vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .toCompletionStage()
                    .thenCompose(fired -> hold(deadline));
        });
    }

    private <T> CompletionStage<T> worker(Callable<T> task) {
        return vertx.executeBlocking(task, false).toCompletionStage();
    }
}
