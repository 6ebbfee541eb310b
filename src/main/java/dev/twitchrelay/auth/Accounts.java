package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * Asks Twitch for the user of the token (<a
 * href="https://dev.twitch.tv/docs/authentication/validate-tokens/">Validating Tokens</a>) and for the relayed channel,
 * and remembers the answer. Sessions, routes, the hourly validation and the pages call it. Thread-safe.
 */
public final class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    /** For so long a failure is reported again without a question to Twitch. */
    private static final int FAILURE_SECONDS = 10;

    /** The longest wait for Twitch's answer when the last account can be used instead. */
    private static final long WAIT_SECONDS = 5;

    /**
     * The last account can be used for so long after Twitch confirmed the tokens. The token is validated every hour and
     * refreshed about every four hours, so with an older confirmation both have failed.
     */
    private static final Duration USABLE_AFTER_CONFIRMATION = Duration.ofHours(6);

    private final OAuthClient oauth;
    private final HelixClient helix;
    private final TokenProvider tokens;
    private final String apiUrl;
    private final String channel;
    private final Clock clock;

    private volatile Account current;
    private volatile String problem;
    private RuntimeException lastFailure;
    private Instant failedAt;

    /** @param channel the login name of the channel, or blank for the channel of the token's user */
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

    /** The account of Twitch's last answer, or null before the first sign-in. */
    public Account current() {
        return current;
    }

    /** The reason why Twitch will refuse the token, in one sentence, or null when no reason is known. */
    public String problem() {
        return problem;
    }

    /**
     * Asks Twitch for the account. If the token has ended meanwhile, it is refreshed.
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
     * As {@link #resolve}, but when Twitch does not answer within five seconds, the result is the last account,
     * provided that Twitch confirmed the tokens within the last six hours. This is useful because events come from
     * another part of Twitch, which may work while this part does not.
     */
    public CompletionStage<Account> resolveOrLast() {
        CompletableFuture<Account> asked =
                resolve().thenApply(account -> account).toCompletableFuture();
        if (last() == null) {
            return asked;
        }
        return asked.copy().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).exceptionallyCompose(failure -> {
            Account last = last();
            if (last == null || TokenChanges.cause(failure) instanceof SignInRequiredException) {
                return CompletableFuture.failedFuture(failure);
            }
            LOG.info(
                    "Twitch does not confirm the account of the token; the relay continues with the last account, {}",
                    last.userLogin());
            return CompletableFuture.completedFuture(last);
        });
    }

    private Account last() {
        Account known = current;
        return known != null && tokens.confirmed(known.userId(), USABLE_AFTER_CONFIRMATION) ? known : null;
    }

    /**
     * The id of the relayed channel, for routes. If it is not known yet, the caller waits for Twitch's answer.
     *
     * @throws SignInRequiredException when a person has to sign in; the message says how
     */
    public String broadcasterId() {
        Account known = current;
        return known != null ? known.broadcasterId() : awaitBroadcasterId();
    }

    /** The login name of the relayed channel, for routes; empty while it is not known. */
    public String broadcasterLogin() {
        Account known = current;
        return known == null ? "" : known.broadcasterLogin();
    }

    /**
     * The id of the user who signed in, for routes. If it is not known yet, the caller waits for Twitch's answer.
     *
     * @throws SignInRequiredException when a person has to sign in; the message says how
     */
    public String userId() {
        if (current == null) {
            awaitBroadcasterId();
        }
        return current.userId();
    }

    /**
     * One caller asks for all callers. Its failure is kept for ten seconds, so that frequent polls do not each ask
     * Twitch.
     */
    private synchronized String awaitBroadcasterId() {
        if (current != null) {
            return current.broadcasterId();
        }
        Instant now = clock.instant();
        // a failure from the future is ignored, because the clock was set back
        if (lastFailure != null && !now.isBefore(failedAt) && now.isBefore(failedAt.plusSeconds(FAILURE_SECONDS))) {
            throw lastFailure;
        }
        try {
            return ask();
        } catch (RuntimeException e) {
            lastFailure = e;
            failedAt = clock.instant();
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
                            "cannot ask Twitch for the account of the token: "
                                    + e.getCause().getMessage(),
                            e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Twitch did not name the account of the token within 15 s", e);
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
            Account account = validated(userId, answer);
            tokens.validated(token, userId, account.expiresAt());
            return CompletableFuture.completedFuture(account);
        }
        return answer.status() == 401
                ? CompletableFuture.failedFuture(new SignInRequiredException(
                        "Twitch does not accept the token, even refreshed: " + RefreshAnswer.SIGN_IN))
                : askHelix();
    }

    private Account validated(String userId, OAuthClient.Answer answer) {
        String issuedTo = answer.body().path("client_id").asText("");
        if (!issuedTo.isBlank() && !issuedTo.equals(tokens.clientId())) {
            if (problem == null) {
                LOG.warn("{}", SignInCause.OTHER_CLIENT);
            }
            problem = SignInCause.OTHER_CLIENT;
        } else {
            problem = null;
        }
        String login = answer.body().path("login").asText("");
        return new Account(
                userId, login, userId, login, Set.copyOf(answer.scopes()), answer.expiresAt(clock.instant()));
    }

    /**
     * Asks Helix for the account, because the answer to the validation names no user. Helix, asked without a user,
     * answers with the token's user.
     */
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
                // the token's user is known already, so this refusal does not end the sign-in
                return CompletableFuture.failedFuture(new IOException("Twitch does not give the id of the channel '"
                        + channel + "' of twitch.channel (" + response.status() + " " + response.message() + ")"));
            }
            if (response.status() == 401) {
                return CompletableFuture.failedFuture(new SignInRequiredException(
                        "Twitch does not accept the token (" + response.message() + "): " + RefreshAnswer.SIGN_IN));
            }
            // an app access token has no user, and a mistyped channel is not in the list
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
