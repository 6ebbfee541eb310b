package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whose token it is (<a href="https://dev.twitch.tv/docs/authentication/validate-tokens/">Validating
 * Tokens</a>) and which channel is relayed. Thread-safe.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final OAuthClient oauth;
    private final HelixClient helix;
    private final TokenProvider tokens;
    private final String apiUrl;
    private final String channel;
    private final Clock clock;
    private static final int REFUSAL_SECONDS = 10;

    /** How long to wait for Twitch's answer while there is another one to fall back on. */
    private static final long PATIENCE_SECONDS = 5;

    /** The token is validated every hour, and refreshed about every four: older knowledge means that both failed. */
    private static final Duration KNOWN_LONG_ENOUGH = Duration.ofHours(6);

    private volatile Account current;
    private volatile String problem;
    private RuntimeException refusal;
    private Instant refusedAt;

    /** @param channel login name of the channel, or blank for the token's user */
    public Accounts(
            OAuthClient oauth, HelixClient helix, TokenProvider tokens, String apiUrl, String channel, Clock clock) {
        this.oauth = oauth;
        this.helix = helix;
        this.tokens = tokens;
        this.apiUrl = apiUrl;
        this.channel = channel == null ? "" : channel.strip().toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /** An account that is known from the start, so that routes can name it while Twitch is not asked. */
    public static Accounts known(Account account) {
        Accounts accounts = new Accounts(null, null, null, "", "", Clock.systemUTC());
        accounts.current = account;
        return accounts;
    }

    /** The account as last seen, or null before the first sign-in. */
    public Account current() {
        return current;
    }

    /** Why Twitch will refuse a token that it knows, in one sentence; null while nothing is known to be wrong. */
    public String problem() {
        return problem;
    }

    /**
     * Asks Twitch, so that a token that ended meanwhile is noticed and refreshed now.
     *
     * @return fails with {@link SignInRequiredException}, or with another exception when Twitch did not answer
     */
    public CompletionStage<Account> resolve() {
        return tokens.token()
                .thenCompose(this::identify)
                .thenCompose(this::withChannel)
                .thenApply(account -> {
                    current = account;
                    return account;
                });
    }

    /**
     * As {@link #resolve}, but where Twitch does not answer, in five seconds, the account as it was last seen will do,
     * provided that Twitch has confirmed the tokens within six hours: events come from another part of Twitch than this
     * answer, and that part may be well.
     */
    public CompletionStage<Account> resolveOrLast() {
        CompletableFuture<Account> asked =
                resolve().thenApply(account -> account).toCompletableFuture();
        if (last() == null) {
            return asked;
        }
        return asked.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionallyCompose(failure -> {
            Account last = last();
            if (last == null || TokenChanges.cause(failure) instanceof SignInRequiredException) {
                return CompletableFuture.failedFuture(failure);
            }
            LOG.info(
                    "Twitch does not say whose token it is; it goes on as {}'s, as it was last seen", last.userLogin());
            return CompletableFuture.completedFuture(last);
        });
    }

    private Account last() {
        Account known = current;
        return known != null && tokens.confirmed(known.userId(), KNOWN_LONG_ENOUGH) ? known : null;
    }

    /**
     * The id of the channel that is relayed, for routes; asks Twitch when nobody has before, and waits for the answer.
     *
     * @throws SignInRequiredException saying what to do
     */
    public String broadcasterId() {
        Account known = current;
        return known != null ? known.broadcasterId() : awaitBroadcasterId();
    }

    /** The login name of the channel that is relayed, for routes; empty while that is not known. */
    public String broadcasterLogin() {
        Account known = current;
        return known == null ? "" : known.broadcasterLogin();
    }

    /**
     * The id of the user who signed in, for routes; asks Twitch as {@link #broadcasterId} does.
     *
     * @throws SignInRequiredException saying what to do
     */
    public String userId() {
        if (current == null) {
            awaitBroadcasterId();
        }
        return current.userId();
    }

    /** One caller asks for all; what it was told holds for a while, so that polls do not ask again and again. */
    private synchronized String awaitBroadcasterId() {
        if (current != null) {
            return current.broadcasterId();
        }
        Instant now = clock.instant();
        // not when the clock has been set back to before it
        if (refusal != null && !now.isBefore(refusedAt) && now.isBefore(refusedAt.plusSeconds(REFUSAL_SECONDS))) {
            throw refusal;
        }
        try {
            return ask();
        } catch (RuntimeException e) {
            refusal = e;
            refusedAt = clock.instant();
            throw e;
        }
    }

    private String ask() {
        try {
            return resolve().toCompletableFuture().get(15, TimeUnit.SECONDS).broadcasterId();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SignInRequiredException signIn
                    ? signIn
                    : new IllegalStateException(
                            "cannot ask Twitch whose token it is: "
                                    + e.getCause().getMessage(),
                            e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Twitch did not say whose token it is within 15 s", e);
        }
    }

    private CompletionStage<Account> identify(AccessToken token) {
        return oauth.validate(token)
                .thenCompose(answer -> answer.status() == 401
                        ? tokens.refresh(token)
                                .thenCompose(fresh -> oauth.validate(fresh).thenCompose(second -> read(fresh, second)))
                        : read(token, answer));
    }

    private CompletionStage<Account> read(AccessToken token, OAuthClient.Answer answer) {
        String userId = answer.body().path("user_id").asText("");
        if (answer.status() == 200 && !userId.isBlank()) {
            Account account = validated(userId, answer.body());
            tokens.validated(token, userId, account.expiresAt());
            return CompletableFuture.completedFuture(account);
        }
        return answer.status() == 401
                ? CompletableFuture.failedFuture(new SignInRequiredException(
                        "Twitch does not accept the token, even refreshed: " + RefreshAnswer.SIGN_IN))
                : askHelix();
    }

    private Account validated(String userId, JsonNode body) {
        String issuedTo = body.path("client_id").asText("");
        if (!issuedTo.isBlank() && !issuedTo.equals(tokens.clientId())) {
            if (problem == null) {
                LOG.warn("{}", SignInCause.OTHER_CLIENT);
            }
            problem = SignInCause.OTHER_CLIENT;
        } else {
            problem = null;
        }
        Set<String> scopes = new LinkedHashSet<>();
        body.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        long seconds = body.path("expires_in").asLong(0);
        Instant expiresAt = seconds > 0 ? clock.instant().plusSeconds(seconds) : null;
        String login = body.path("login").asText("");
        return new Account(userId, login, userId, login, Set.copyOf(scopes), expiresAt);
    }

    /** Validate told nothing: Helix, asked without a user, answers with the token's own. */
    private CompletionStage<Account> askHelix() {
        return user("").thenApply(user -> {
            String id = user.path("id").asText();
            String login = user.path("login").asText();
            return new Account(id, login, id, login, Set.of(), null);
        });
    }

    private CompletionStage<Account> withChannel(Account account) {
        if (channel.isBlank() || channel.equalsIgnoreCase(account.userLogin())) {
            return CompletableFuture.completedFuture(account);
        }
        return user("?login=" + URLEncoder.encode(channel, StandardCharsets.UTF_8))
                .thenApply(user -> new Account(
                        account.userId(),
                        account.userLogin(),
                        user.path("id").asText(),
                        user.path("login").asText(),
                        account.scopes(),
                        account.expiresAt()));
    }

    private CompletionStage<JsonNode> user(String query) {
        return helix.send(HttpMethod.GET, apiUrl + "/users" + query, null).thenCompose(response -> {
            JsonNode user = response.body().path("data").path(0);
            if (response.status() == 200 && user.hasNonNull("id")) {
                return CompletableFuture.completedFuture(user);
            }
            if (!query.isEmpty() && (response.status() == 401 || response.status() == 403)) {
                // whose token it is has been said; that one more question is refused does not end the sign-in
                return CompletableFuture.failedFuture(
                        new IOException("Twitch does not say which channel twitch.channel '" + channel + "' is ("
                                + response.status() + " " + response.message() + ")"));
            }
            if (response.status() == 401) {
                return CompletableFuture.failedFuture(new SignInRequiredException(
                        "Twitch does not accept the token (" + response.message() + "): " + RefreshAnswer.SIGN_IN));
            }
            // with an app access token there is no user; a mistyped channel is simply not in the list
            return CompletableFuture.failedFuture(
                    response.status() == 200 || response.status() == 400
                            ? new SignInRequiredException(
                                    query.isEmpty()
                                            ? "the token belongs to no user: EventSub over WebSocket needs a user access"
                                                    + " token, not an app access token"
                                            : "twitch.channel '" + channel + "' is not a channel on Twitch:"
                                                    + " set TWITCH_CHANNEL to its login name")
                            : new IOException("Twitch answered " + response.status() + " to /users"));
        });
    }
}
