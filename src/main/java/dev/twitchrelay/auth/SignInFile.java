package dev.twitchrelay.auth;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The sign-in as it lies on the disk, for commands that run without the relay, or beside it. Never refreshes, so that looking
 * spends nothing. Thread-safe.
 */
public final class SignInFile {
    /**
     * What Twitch says of the stored or configured token.
     *
     * @param usable whether the relay would be signed in when it starts
     * @param problem null when usable, otherwise one sentence
     * @param login whose token it is, or null when Twitch was not asked or did not say
     * @param expiresAt null when it ended already, and the relay will refresh it
     * @param warning what will go wrong later, or null
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

    /** Validates the token; fails when Twitch cannot be reached. */
    public CompletionStage<Checked> check() {
        TokenPair pair = current().tokens();
        if (pair == null || (pair.access() == null && pair.refresh() == null)) {
            return CompletableFuture.completedFuture(Checked.unusable("nobody is signed in to Twitch"));
        }
        if (pair.access() == null) {
            return CompletableFuture.completedFuture(new Checked(true, null, null, Set.of(), null, null));
        }
        return oauth.validate(pair.access()).thenApply(answer -> {
            String doubt = oauth.doubt(answer);
            if (doubt != null) {
                return Checked.unusable(doubt);
            }
            if (answer.status() == 200) {
                if (!answer.body().path("client_id").asText(oauth.clientId()).equals(oauth.clientId())) {
                    return Checked.unusable(SignInCause.OTHER_CLIENT);
                }
                Set<String> scopes = new LinkedHashSet<>();
                answer.body().path("scopes").forEach(scope -> scopes.add(scope.asText()));
                long seconds = answer.body().path("expires_in").asLong(0);
                Instant end = seconds > 0 ? clock.instant().plusSeconds(seconds) : null;
                return new Checked(
                        true,
                        null,
                        answer.body().path("login").asText(null),
                        scopes,
                        end,
                        pair.refresh() == null ? SignInCause.noRefreshToken(end) : null);
            }
            return answer.status() == 401 && pair.refresh() != null
                    ? new Checked(true, null, null, Set.of(), null, null)
                    : Checked.unusable("Twitch does not accept the token (" + answer.status() + ")");
        });
    }

    /**
     * Forgets the tokens and asks Twitch to revoke them. A relay that is running notices within seconds.
     *
     * @return whether Twitch confirmed; nothing when nobody was signed in
     */
    public CompletionStage<Optional<Boolean>> signOut() {
        StoredSignIn before = current();
        if (before.tokens() == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return new TokenChanges(oauth, store, vertx, clock)
                .change(before, latest -> latest.or(configured, oauth.clientId())
                        .signedOut())
                .thenCompose(done -> before.tokens().access() == null
                        ? CompletableFuture.completedFuture(true)
                        : oauth.revoke(before.tokens().access()))
                .thenApply(Optional::of);
    }
}
