package dev.twitchrelay.auth;

import dev.twitchrelay.auth.OAuthClient.RefreshRefusedException;
import dev.twitchrelay.kit.Failures;
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
 * The only source of the user access token. Callers ask for it at each use and never keep it, because the token changes
 * about every four hours.
 *
 * <p>The tokens come from the store or from the settings, whichever are newer. They are refreshed before they end and
 * when Twitch refuses them, with one refresh at a time for all callers, because a refresh token may work only once.
 * After a refusal of the refresh token no attempt follows; after an outage attempts follow with growing pauses.
 * Thread-safe; only the constructor may block.
 */
public final class TokenProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TokenProvider.class);

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
    private RefreshTimer.Retry pause = RefreshTimer.Retry.NONE;
    private Instant refreshedAt;
    private Instant confirmedAt;
    private boolean warned;
    private volatile Runnable lost = () -> {};
    private volatile Runnable signedOut = () -> {};

    /** Reads the store, so it may block. */
    public TokenProvider(OAuthClient oauth, TokenStore store, ConfiguredTokens configured, Vertx vertx, Clock clock)
            throws IOException {
        this.oauth = oauth;
        this.vertx = vertx;
        this.clock = clock;
        this.timer = new RefreshTimer(vertx, clock, this::due);
        this.changes = new TokenChanges(oauth, store, vertx, clock);
        this.stored = store.atStart().or(configured, oauth.clientId());
        if (stored.tokens() == null) {
            problem = "nobody is signed in to Twitch: " + SignInRequiredException.SIGN_IN;
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

    /** The client id that the token was issued to. Every Helix call carries it. */
    public String clientId() {
        return oauth.clientId();
    }

    /** The fault of the sign-in and its remedy in one sentence, or null while all is well. */
    public synchronized String problem() {
        return problem;
    }

    /** A fault that will end the sign-in later, in one sentence, or null. */
    public synchronized String warning() {
        return stored.tokens() == null ? null : stored.tokens().warning();
    }

    /** The id of the tokens' user, or of the last tokens' user; empty when it is not known or this user signed out. */
    synchronized String userId() {
        return stored.userId();
    }

    /** The current token. Fails with {@link SignInRequiredException} when a person has to sign in first. */
    public CompletionStage<AccessToken> token() {
        AccessToken current;
        synchronized (this) {
            TokenPair tokens = stored.tokens();
            current = tokens == null ? null : tokens.access();
            if (current != null
                    && (tokens.expiresAt() == null || clock.instant().isBefore(tokens.expiresAt()))) {
                return CompletableFuture.completedFuture(current);
            }
        }
        return refresh(current);
    }

    /**
     * Replaces a token that Twitch refused with 401. All callers with the same token share one request to Twitch.
     *
     * @param rejected the refused token; when it is not the current token any more, the result is the current token
     * @return the new token; fails with {@link SignInRequiredException} when refreshing cannot help, and with another
     *     exception when Twitch could not be reached and a later attempt may work
     */
    CompletionStage<AccessToken> refresh(AccessToken rejected) {
        CompletableFuture<AccessToken> answer;
        StoredSignIn spent;
        synchronized (this) {
            CompletionStage<AccessToken> known = withoutRefresh(rejected);
            if (known != null) {
                return known;
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
        changes.refresh(spent).whenComplete((next, failure) -> settle(spent, next, failure, answer));
        return answer.copy();
    }

    /**
     * The answer that needs no question to Twitch: the current token if it is not the refused token, a failure if
     * nobody is signed in, otherwise null.
     */
    private synchronized CompletionStage<AccessToken> withoutRefresh(AccessToken refused) {
        TokenPair tokens = stored.tokens();
        if (tokens == null) {
            return CompletableFuture.failedFuture(new SignInRequiredException(problem));
        }
        return tokens.access() == null || tokens.access().equals(refused)
                ? null
                : CompletableFuture.completedFuture(tokens.access());
    }

    /**
     * Handles a 401 of a Helix resource. Twitch answers 401 also when only the resource is not for this user, so Twitch
     * is asked about the token itself, and the token is refreshed only when it has ended.
     *
     * @param message Twitch's message, or empty
     * @return a token for one more attempt, or null when the token is valid and the resource is refused; fails as
     *     {@link #refresh} does
     */
    CompletionStage<AccessToken> afterRefusal(AccessToken refused, String message) {
        CompletionStage<AccessToken> known = withoutRefresh(refused);
        if (known != null) {
            return known;
        }
        if (!HelixClient.refreshHelps(message)) {
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
        return !isRecent(refreshedAt, VALID_AFTER_REFRESH)
                && stored.tokens() != null
                && stored.tokens().refresh() != null;
    }

    private boolean isRecent(Instant time, Duration within) {
        return time != null && Duration.between(time, clock.instant()).abs().compareTo(within) < 0;
    }

    /**
     * Whether Twitch has confirmed, within the given time, that the current tokens are valid and belong to this user.
     */
    synchronized boolean confirmed(String userId, Duration within) {
        return stored.tokens() != null && stored.userId().equals(userId) && isRecent(confirmedAt, within);
    }

    /**
     * Takes the result of a validation: the token's user and its end, before which it is refreshed. A token that is not
     * the current one is ignored.
     *
     * @param expiresAt null when Twitch did not name it
     */
    synchronized void validated(AccessToken token, String userId, Instant expiresAt) {
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
                .thenAccept(this::adopt);
    }

    /**
     * Forgets the tokens and asks Twitch to revoke them.
     *
     * @return whether Twitch confirmed the revocation; the tokens are forgotten in any case
     */
    public CompletionStage<Boolean> signOut() {
        StoredSignIn before = known();
        return changes.change(before, StoredSignIn::signedOut).thenCompose(next -> {
            adopt(next);
            LOG.info("signed out of Twitch");
            return oauth.revoke(before.tokens());
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
        Throwable cause = Failures.cause(failure);
        AccessToken access;
        Throwable outcome;
        synchronized (this) {
            refreshing = null;
            if (cause == null) {
                adopt(next);
                refreshedAt = confirmedAt = clock.instant();
            } else if (stored.generation() != spent.generation()) {
                // somebody signed in or out meanwhile, so this failure does not matter
                cause = null;
            } else if (cause instanceof RefreshRefusedException) {
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
            outcome = cause instanceof RefreshRefusedException || (cause == null && access == null)
                    ? new SignInRequiredException(problem)
                    : cause;
            schedule();
        }
        if (cause instanceof RefreshRefusedException refusal) {
            LOG.warn("{}", refusal.getMessage());
            forget(refusal, spent);
            lost.run();
        }
        if (outcome == null) {
            answer.complete(access);
        } else {
            answer.completeExceptionally(outcome);
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
    private synchronized void adopt(StoredSignIn next) {
        if (next.generation() <= stored.generation()) {
            return;
        }
        stored = next;
        pause = RefreshTimer.Retry.NONE;
        problem = next.tokens() == null ? "signed out of Twitch: ask for a sign-in code on the relay's page" : null;
        schedule();
        if (next.tokens() == null) {
            vertx.runOnContext(ignored -> signedOut.run());
        }
    }

    private void schedule() {
        timer.set(refreshing == null ? stored.tokens() : null, pause);
    }

    private void due() {
        AccessToken current;
        synchronized (this) {
            // the timer may fire a little early, because timers and clocks differ
            if (pause.lasts(clock.instant())) {
                schedule();
                return;
            }
            current = stored.tokens() == null ? null : stored.tokens().access();
        }
        refresh(current);
    }
}
