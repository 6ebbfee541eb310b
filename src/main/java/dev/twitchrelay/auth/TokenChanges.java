package dev.twitchrelay.auth;

import dev.twitchrelay.auth.OAuthClient.RefreshRefusedException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Changes the stored sign-in, one change at a time among all processes that share the store. A change locks the store,
 * reads what another process may have written, writes and unlocks. It runs on a worker thread of Vert.x, which may wait
 * for the lock, the disk and Twitch. Thread-safe; no method blocks.
 */
final class TokenChanges {
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** A change while the store is held. */
    @FunctionalInterface
    private interface Change {
        StoredSignIn apply(StoredSignIn onDisk) throws Exception;
    }

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
        if (known.tokens().refresh() == null) {
            return CompletableFuture.failedFuture(new RefreshRefusedException(
                    "Twitch refuses the access token and there is no refresh token: " + SignInRequiredException.SIGN_IN,
                    false));
        }
        return holding(onDisk -> {
            if (onDisk.generation() > known.generation() && onDisk.clientId().equals(known.clientId())) {
                return onDisk;
            }
            TokenPair fresh =
                    oauth.refresh(known.tokens(), clock).toCompletableFuture().get();
            return kept(known.refreshed(fresh));
        });
    }

    /** Applies the change to the newer of the known and the stored sign-in, and stores the result. */
    CompletionStage<StoredSignIn> change(StoredSignIn known, UnaryOperator<StoredSignIn> change) {
        return holding(onDisk -> kept(change.apply(onDisk.generation() > known.generation() ? onDisk : known)));
    }

    /** The stored sign-in, perhaps written by another process. */
    CompletionStage<StoredSignIn> stored() {
        return vertx.executeBlocking(store::read, false).toCompletionStage();
    }

    /**
     * Stores the sign-in. When the disk cannot be written, the new pair is used nevertheless, because the old refresh
     * token is used up.
     */
    private StoredSignIn kept(StoredSignIn next) {
        store.keep(next);
        return next;
    }

    private CompletionStage<StoredSignIn> holding(Change change) {
        return vertx.executeBlocking(
                        () -> {
                            TokenStore.Hold hold = hold();
                            try {
                                return change.apply(store.recover());
                            } finally {
                                hold.close();
                            }
                        },
                        false)
                .toCompletionStage();
    }

    private TokenStore.Hold hold() throws IOException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        Optional<TokenStore.Hold> hold = store.tryHold();
        while (hold.isEmpty()) {
            if (System.nanoTime() - deadline > 0 || Thread.interrupted()) {
                throw new IOException("another process keeps token.lock in relay.data: let only one relay use it");
            }
            LockSupport.parkNanos(RETRY.toNanos());
            hold = store.tryHold();
        }
        return hold.get();
    }
}
