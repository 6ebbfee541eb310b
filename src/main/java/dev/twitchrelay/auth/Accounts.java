package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.Failures;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    static final String OTHER_CLIENT =
            "the token was issued to another application than twitch.client-id names, so Twitch refuses it:"
                    + " set twitch.client-id (TWITCH_CLIENT_ID) to the application that the token came from,"
                    + " or sign in again";

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

    /**
     * The status of the token, without the token. Immutable.
     *
     * @param signedIn whether Twitch has accepted the token
     * @param user the login name of the token's user, or null
     * @param channel the login name of the relayed channel, or null
     * @param scopes the granted scopes, in alphabetical order
     * @param expiresAt the end of the token, or null
     * @param problem the fault and its remedy in one sentence, or null
     * @param warning a fault that will end the sign-in later, or null
     */
    public record Status(
            boolean signedIn,
            String user,
            String channel,
            List<String> scopes,
            Instant expiresAt,
            String problem,
            String warning) {}

    private final OAuthClient oauth;
    private final HelixClient helix;
    private final TokenProvider tokens;
    private final String channel;
    private final Clock clock;

    private volatile Account current;

    /** The reason why Twitch will refuse the token, in one sentence, or null when no reason is known. */
    private volatile String problem;

    private RuntimeException lastFailure;
    private Instant failedAt;

    /** @param channel the login name of the channel, or null or empty for the channel of the token's user */
    public Accounts(OAuthClient oauth, HelixClient helix, TokenProvider tokens, String channel, Clock clock) {
        this.oauth = oauth;
        this.helix = helix;
        this.tokens = tokens;
        this.channel = channel == null ? "" : channel.toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /** An account that is known from the start, so that routes can name it while Twitch is not asked. */
    public static Accounts known(Account account) {
        Accounts accounts = new Accounts(null, null, null, "", Clock.systemUTC());
        accounts.current = account;
        return accounts;
    }

    /** The account of Twitch's last answer, or null before the first sign-in. */
    public Account current() {
        return current;
    }

    /** The status of the token at this moment. */
    public Status status() {
        Account account = current;
        String fault = tokens.problem() == null ? problem : tokens.problem();
        return account == null
                ? new Status(false, null, null, List.of(), null, fault, tokens.warning())
                : new Status(
                        fault == null,
                        account.userLogin(),
                        account.broadcasterLogin(),
                        account.scopes().stream().sorted().toList(),
                        account.expiresAt(),
                        fault,
                        tokens.warning());
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
            if (last == null || Failures.cause(failure) instanceof SignInRequiredException) {
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
        return known().broadcasterId();
    }

    /** The login name of the relayed channel, for routes; empty while it is not known. */
    public String broadcasterLogin() {
        Account last = current;
        return last == null ? "" : last.broadcasterLogin();
    }

    /**
     * The id of the user who signed in, for routes. If it is not known yet, the caller waits for Twitch's answer.
     *
     * @throws SignInRequiredException when a person has to sign in; the message says how
     */
    public String userId() {
        return known().userId();
    }

    private Account known() {
        Account last = current;
        return last != null ? last : askForAll();
    }

    /**
     * One caller asks for all callers. Its failure is kept for ten seconds, so that frequent polls do not each ask
     * Twitch.
     */
    private synchronized Account askForAll() {
        if (current != null) {
            return current;
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

    private Account ask() {
        try {
            return resolve().toCompletableFuture().get(15, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Failures.cause(e);
            throw cause instanceof SignInRequiredException signIn
                    ? signIn
                    : new IllegalStateException(
                            "cannot ask Twitch for the account of the token: " + cause.getMessage(), cause);
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

    private CompletionStage<Account> read(AccessToken token, TwitchAnswer answer) {
        String userId = answer.text("user_id");
        if (answer.status() == 200 && !userId.isBlank()) {
            Account account = validated(userId, answer);
            tokens.validated(token, userId, account.expiresAt());
            return CompletableFuture.completedFuture(account);
        }
        return answer.status() == 401
                ? CompletableFuture.failedFuture(new SignInRequiredException(
                        "Twitch does not accept the token, even refreshed: " + SignInRequiredException.SIGN_IN))
                // the answer names no user, so Helix is asked for the token's user
                : user("").thenApply(user -> {
                    String id = user.path("id").asText();
                    String login = user.path("login").asText();
                    return new Account(id, login, id, login, Set.of(), null);
                });
    }

    private Account validated(String userId, TwitchAnswer answer) {
        String issuedTo = answer.text("client_id");
        if (!issuedTo.isBlank() && !issuedTo.equals(tokens.clientId())) {
            if (problem == null) {
                LOG.warn("{}", OTHER_CLIENT);
            }
            problem = OTHER_CLIENT;
        } else {
            problem = null;
        }
        String login = answer.text("login");
        return new Account(
                userId,
                login,
                userId,
                login,
                Set.copyOf(OAuthClient.scopes(answer)),
                OAuthClient.expiresAt(answer, clock.instant()));
    }

    private CompletionStage<Account> withChannel(Account account) {
        if (channel.isBlank() || channel.equalsIgnoreCase(account.userLogin())) {
            return CompletableFuture.completedFuture(account);
        }
        return user(channel)
                .thenApply(user -> new Account(
                        account.userId(),
                        account.userLogin(),
                        user.path("id").asText(),
                        user.path("login").asText(),
                        account.scopes(),
                        account.expiresAt()));
    }

    /** @param login empty for the token's user */
    private CompletionStage<JsonNode> user(String login) {
        return helix.user(login).thenCompose(answer -> {
            JsonNode user = answer.body().path("data").path(0);
            return answer.status() == 200 && user.hasNonNull("id")
                    ? CompletableFuture.completedFuture(user)
                    : CompletableFuture.failedFuture(failure(login, answer));
        });
    }

    private Exception failure(String login, TwitchAnswer answer) {
        int status = answer.status();
        if (!login.isEmpty() && (status == 401 || status == 403)) {
            // the token's user is known already, so this refusal does not end the sign-in
            return new IOException("Twitch does not give the id of the channel '" + channel + "' of twitch.channel ("
                    + status + " " + answer.message() + ")");
        }
        if (status == 401) {
            return new SignInRequiredException(
                    "Twitch does not accept the token (" + answer.message() + "): " + SignInRequiredException.SIGN_IN);
        }
        if (status != 200 && status != 400) {
            return new IOException("Twitch answered " + status + " to /users");
        }
        // an app access token has no user, and a mistyped channel is not in the list
        return new SignInRequiredException(
                login.isEmpty()
                        ? "the token belongs to no user: EventSub over WebSocket needs a user access"
                                + " token, not an app access token"
                        : "twitch.channel '" + channel + "' is not a channel on Twitch:"
                                + " set TWITCH_CHANNEL to its login name");
    }
}
