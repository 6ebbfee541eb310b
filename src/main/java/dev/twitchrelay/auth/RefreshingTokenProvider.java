package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of the store or of the settings, whichever are newer. They are refreshed before they end and when Twitch
 * refuses them, with one refresh at a time for all callers, because a refresh token may work only once. After a refusal
 * of the refresh token no attempt follows; after an outage attempts follow with growing pauses. Thread-safe; only the
 * constructor may block.
 */
public final class RefreshingTokenProvider implements TokenProvider {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshingTokenProvider.class);

    /** A refreshed token counts as valid for so long when Twitch does not say whether it is. */
    private static final Duration VALID_AFTER_REFRESH = Duration.ofMinutes(10);

    private final OAuthClient oauth;
    private final TokenChanges changes;
    private final Vertx vertx;
    private final Clock clock;
    private final RefreshTimer timer;
    private StoredSignIn stored;
    private String problem;
    private CompletableFuture<AccessToken> refreshing;
    private RetryPause pause = RetryPause.NONE;
    private Instant refreshedAt;
    private Instant confirmedAt;
    private boolean warned;
    private volatile Runnable lost = () -> {};
    private volatile Runnable signedOut = () -> {};

    /** Reads the store, so it may block. */
    public RefreshingTokenProvider(
            OAuthClient oauth, TokenStore store, ConfiguredTokens configured, Vertx vertx, Clock clock)
            throws IOException {
        this.oauth = oauth;
        this.vertx = vertx;
        this.clock = clock;
        this.timer = new RefreshTimer(vertx, clock, this::due);
        this.changes = new TokenChanges(oauth, store, vertx, clock);
        this.stored = store.atStart().or(configured, oauth.clientId());
        if (stored.tokens() == null) {
            problem = "nobody is signed in to Twitch: " + RefreshAnswer.SIGN_IN;
        }
        synchronized (this) {
            schedule();
        }
    }

    /** Sets an action for the end of a working sign-in without a sign-out. It is called on any thread. */
    public void onLost(Runnable action) {
        lost = action;
    }

    /** Sets an action for a sign-out, here or in another process. It is called on any thread. */
    public void onSignedOut(Runnable action) {
        signedOut = action;
    }

    @Override
    public String clientId() {
        return oauth.clientId();
    }

    @Override
    public synchronized String problem() {
        return problem;
    }

    @Override
    public synchronized String warning() {
        TokenPair tokens = stored.tokens();
        return tokens == null || tokens.refresh() != null ? null : SignInCause.noRefreshToken(tokens.expiresAt());
    }

    /** The id of the tokens' user, or of the last tokens' user; empty when it is not known or this user signed out. */
    synchronized String userId() {
        return stored.userId();
    }

    @Override
    public CompletionStage<AccessToken> token() {
        AccessToken current;
        synchronized (this) {
            if (stored.tokens() == null) {
                return CompletableFuture.failedFuture(new SignInRequiredException(problem));
            }
            current = stored.tokens().access();
            Instant end = stored.tokens().expiresAt();
            if (current != null && (end == null || clock.instant().isBefore(end))) {
                return CompletableFuture.completedFuture(current);
            }
        }
        return refresh(current);
    }

    @Override
    public CompletionStage<AccessToken> refresh(AccessToken rejected) {
        CompletableFuture<AccessToken> answer;
        StoredSignIn spent;
        synchronized (this) {
            TokenPair tokens = stored.tokens();
            if (tokens == null) {
                return CompletableFuture.failedFuture(new SignInRequiredException(problem));
            }
            if (tokens.access() != null && !tokens.access().equals(rejected)) {
                return CompletableFuture.completedFuture(tokens.access());
            }
            if (refreshing != null) {
                // a copy for each caller, because a caller's time limit must not end the wait of other callers
                return refreshing.copy();
            }
            if (pause.lasts(clock.instant())) {
                return CompletableFuture.failedFuture(new IOException(pause.reason()));
            }
            answer = refreshing = new CompletableFuture<>();
            spent = stored;
        }
        CompletionStage<StoredSignIn> attempt = spent.tokens().refresh() == null
                ? CompletableFuture.failedFuture(new RefreshRefusedException(
                        "Twitch refuses the access token and there is no refresh token: " + RefreshAnswer.SIGN_IN,
                        false))
                : changes.refresh(spent);
        attempt.whenComplete((next, failure) -> settle(spent, next, failure, answer));
        return answer.copy();
    }

    @Override
    public CompletionStage<AccessToken> afterRefusal(AccessToken refused, String message) {
        synchronized (this) {
            TokenPair tokens = stored.tokens();
            if (tokens == null) {
                return CompletableFuture.failedFuture(new SignInRequiredException(problem));
            }
            if (tokens.access() != null && !tokens.access().equals(refused)) {
                return CompletableFuture.completedFuture(tokens.access());
            }
        }
        if (!HelixClient.refreshHelps(401, message)) {
            return CompletableFuture.completedFuture(null);
        }
        return oauth.validate(refused)
                .handle((answer, failure) -> failure == null ? answer.status() : 0)
                .thenCompose(status -> {
                    if (status == 401) {
                        return refresh(refused);
                    }
                    if (status == 200 || !HelixClient.namesToken(message)) {
                        return CompletableFuture.completedFuture(null);
                    }
                    return mayRefreshUnconfirmed()
                            ? refresh(refused)
                            : CompletableFuture.failedFuture(
                                    new IOException("Twitch refuses the token and does not say whether it has ended ("
                                            + message + ")"));
                });
    }

    /**
     * Whether a refresh without Twitch's confirmation of the token's end is allowed: at most every ten minutes, and
     * only with a refresh token, because the attempt would otherwise end the sign-in.
     */
    private synchronized boolean mayRefreshUnconfirmed() {
        boolean justRefreshed = refreshedAt != null
                && Duration.between(refreshedAt, clock.instant()).abs().compareTo(VALID_AFTER_REFRESH) < 0;
        return !justRefreshed && stored.tokens() != null && stored.tokens().refresh() != null;
    }

    @Override
    public synchronized boolean confirmed(String userId, Duration within) {
        return stored.tokens() != null
                && stored.userId().equals(userId)
                && confirmedAt != null
                && Duration.between(confirmedAt, clock.instant()).abs().compareTo(within) < 0;
    }

    @Override
    public synchronized void validated(AccessToken token, String userId, Instant expiresAt) {
        if (stored.tokens() != null && token.equals(stored.tokens().access())) {
            confirmedAt = clock.instant();
            Instant end = expiresAt == null ? stored.tokens().expiresAt() : expiresAt;
            stored = stored.withUser(userId).withTokens(stored.tokens().expiring(end));
            schedule();
            if (warning() != null && !warned) {
                warned = true;
                LOG.warn("{}", warning());
            }
        }
    }

    /** Takes the tokens of a sign-in. Completes when they are stored and in use. */
    CompletionStage<Void> signedIn(TokenPair granted, String userId) {
        return changes.change(known(), latest -> latest.signedIn(clientId(), userId, granted))
                .thenAccept(next -> {
                    synchronized (this) {
                        adopt(next);
                    }
                });
    }

    /**
     * Forgets the tokens and asks Twitch to revoke them.
     *
     * @return whether Twitch confirmed the revocation; the tokens are forgotten in any case
     */
    public CompletionStage<Boolean> signOut() {
        StoredSignIn before = known();
        return changes.change(before, StoredSignIn::signedOut).thenCompose(next -> {
            synchronized (this) {
                adopt(next);
            }
            LOG.info("signed out of Twitch");
            return before.tokens() == null || before.tokens().access() == null
                    ? CompletableFuture.completedFuture(true)
                    : oauth.revoke(before.tokens().access());
        });
    }

    /**
     * Takes over a change that another process has stored, for example by {@code sign-out}. It does not need Twitch.
     */
    void lookAtStore() {
        changes.stored().thenAccept(onDisk -> {
            synchronized (this) {
                if (onDisk.generation() <= stored.generation()
                        || !onDisk.clientId().equals(clientId())) {
                    return;
                }
                adopt(onDisk);
            }
            LOG.info("the Twitch sign-in was {} by another process", onDisk.tokens() == null ? "ended" : "changed");
        });
    }

    private synchronized StoredSignIn known() {
        return stored;
    }

    private void settle(
            StoredSignIn spent, StoredSignIn next, Throwable failure, CompletableFuture<AccessToken> answer) {
        Throwable cause = failure == null ? null : TokenChanges.cause(failure);
        AccessToken access = null;
        boolean ended = false;
        synchronized (this) {
            refreshing = null;
            if (cause == null) {
                adopt(next);
                refreshedAt = confirmedAt = clock.instant();
            } else if (stored.generation() != spent.generation()) {
                // somebody signed in or out meanwhile, so this failure does not matter
                cause = null;
            } else if (cause instanceof RefreshRefusedException) {
                ended = true;
                problem = cause.getMessage();
                stored = stored.withTokens(null);
            } else {
                String reason = String.valueOf(cause.getMessage());
                if (!reason.equals(pause.reason())) {
                    LOG.warn("{}; the relay tries again with growing pauses", reason);
                }
                pause = pause.failed(reason, clock.instant());
            }
            access = stored.tokens() == null ? null : stored.tokens().access();
            if ((access == null && cause == null) || cause instanceof RefreshRefusedException) {
                cause = new SignInRequiredException(problem);
            }
            schedule();
        }
        if (ended) {
            LOG.warn("{}", problem());
            forget((RefreshRefusedException) TokenChanges.cause(failure), spent);
            lost.run();
        }
        if (cause == null) {
            answer.complete(access);
        } else {
            answer.completeExceptionally(cause);
        }
    }

    /** Stores that the tokens are dead, so that they are not tried again after a restart. */
    private void forget(RefreshRefusedException refusal, StoredSignIn spent) {
        if (refusal.tokensDead()) {
            changes.change(spent, latest -> latest.generation() == spent.generation() ? latest.refused() : latest)
                    .thenAccept(next -> {
                        synchronized (this) {
                            if (stored.generation() == spent.generation()) {
                                stored = next;
                            }
                        }
                    });
        }
    }

    /** Uses a stored sign-in, unless a newer one is known. */
    private void adopt(StoredSignIn next) {
        if (next.generation() <= stored.generation()) {
            return;
        }
        stored = next;
        pause = RetryPause.NONE;
        problem = next.tokens() == null ? "signed out of Twitch: ask for a sign-in code on the relay's page" : null;
        schedule();
        if (next.tokens() == null) {
            vertx.runOnContext(ignored -> signedOut.run());
        }
    }

    private void schedule() {
        TokenPair tokens = stored.tokens();
        if (tokens == null || tokens.refresh() == null || refreshing != null) {
            timer.clear();
        } else {
            timer.set(tokens, pause);
        }
    }

    private void due() {
        AccessToken current;
        synchronized (this) {
            if (stored.tokens() == null) {
                return;
            }
            // the timer may fire a little early, because timers and clocks differ
            if (pause.lasts(clock.instant())) {
                schedule();
                return;
            }
            current = stored.tokens().access();
        }
        refresh(current);
    }
}
