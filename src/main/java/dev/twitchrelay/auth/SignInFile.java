package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The stored sign-in, for commands that run without the relay or beside it. It never refreshes, because a look must not
 * use up a refresh token. Thread-safe.
 */
public final class SignInFile {
    /**
     * Twitch's answer about the stored or configured token.
     *
     * @param usable whether the relay would be signed in after a start
     * @param problem the reason in one sentence when it is not usable, otherwise null
     * @param login the login name of the token's user, or null when it is not known
     * @param scopes the granted scopes; empty when they are not known
     * @param expiresAt the end of the token; null when it is not known or the token has ended and the relay will
     *     refresh it
     * @param warning a fault that will end the sign-in later, or null
     */
    public record Checked(
            boolean usable, String problem, String login, Set<String> scopes, Instant expiresAt, String warning) {
        static Checked unusable(String problem) {
            return new Checked(false, problem, null, Set.of(), null, null);
        }
    }

    private final OAuthClient oauth;
    private final TokenStore store;
    private final ConfiguredTokens configured;
    private final Vertx vertx;
    private final Clock clock;

    public SignInFile(OAuthClient oauth, TokenStore store, ConfiguredTokens configured, Vertx vertx, Clock clock) {
        this.oauth = oauth;
        this.store = store;
        this.configured = configured;
        this.vertx = vertx;
        this.clock = clock;
    }

    private StoredSignIn current() {
        return store.read().or(configured, oauth.clientId());
    }

    /** Asks Twitch about the token. Fails when Twitch cannot be reached. */
    public CompletionStage<Checked> check() {
        TokenPair pair = current().tokens();
        if (pair == null || (pair.access() == null && pair.refresh() == null)) {
            return CompletableFuture.completedFuture(Checked.unusable("nobody is signed in to Twitch"));
        }
        if (pair.access() == null) {
            return CompletableFuture.completedFuture(new Checked(true, null, null, Set.of(), null, null));
        }
        return oauth.validate(pair.access()).thenApply(answer -> {
            String problem = oauth.addressProblem(answer);
            if (problem != null) {
                return Checked.unusable(problem);
            }
            if (answer.status() == 200) {
                if (!answer.body().path("client_id").asText(oauth.clientId()).equals(oauth.clientId())) {
                    return Checked.unusable(Accounts.OTHER_CLIENT);
                }
                Instant end = OAuthClient.expiresAt(answer, clock.instant());
                return new Checked(
                        true,
                        null,
                        answer.body().path("login").asText(null),
                        OAuthClient.scopes(answer),
                        end,
                        pair.expiring(end).warning());
            }
            return answer.status() == 401 && pair.refresh() != null
                    ? new Checked(true, null, null, Set.of(), null, null)
                    : Checked.unusable("Twitch does not accept the token (" + answer.status() + ")");
        });
    }

    /**
     * Forgets the tokens and asks Twitch to revoke them. A running relay notices it within seconds.
     *
     * @return whether Twitch confirmed the revocation; empty when nobody was signed in
     */
    public CompletionStage<Optional<Boolean>> signOut() {
        StoredSignIn before = current();
        if (before.tokens() == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return new TokenChanges(oauth, store, vertx, clock)
                .change(before, latest -> latest.or(configured, oauth.clientId())
                        .signedOut())
                .thenCompose(done -> oauth.revoke(before.tokens()))
                .thenApply(Optional::of);
    }
}
