package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.Failures;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which account may sign in with a code, because everyone who sees the code can enter it with an account of
 * their own. With {@code twitch.channel} the account of that channel may, or an account that Twitch confirms as a
 * moderator of the channel. Without it the first account may, and after it only the same account until it signs out.
 * The tokens of an admitted account are stored and used; the tokens of another account are revoked.
 * {@link DeviceCodeSignIn} calls it. Thread-safe.
 */
public final class SignInAdmission {
    private static final Logger LOG = LoggerFactory.getLogger(SignInAdmission.class);
    private static final String MODERATED_CHANNELS = "user:read:moderated_channels";
    private static final String FOLLOWERS = "moderator:read:followers";
    private static final int MOST_PAGES = 20;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 30;

    /**
     * An account that may not sign in entered the code. The message names this account and the account that may sign
     * in.
     */
    static final class NotAdmittedException extends IOException {
        NotAdmittedException(String message) {
            super(message);
        }
    }

    private record User(String id, String login) {
        String name() {
            return login.isEmpty() ? "an account that Twitch does not name" : login;
        }
    }

    private final OAuthClient oauth;
    private final TokenProvider tokens;
    private final HelixClient helix;
    private final String channel;
    private final Vertx vertx;

    /** @param channel {@code twitch.channel}; null or empty when any channel may sign in */
    public SignInAdmission(OAuthClient oauth, TokenProvider tokens, HelixClient helix, String channel, Vertx vertx) {
        this.oauth = oauth;
        this.tokens = tokens;
        this.helix = helix;
        this.channel = channel == null ? "" : channel.toLowerCase(Locale.ROOT);
        this.vertx = vertx;
    }

    /** The login name of {@code twitch.channel}, or empty. */
    String channel() {
        return channel;
    }

    /**
     * Takes the tokens of a code that a person approved, and asks Twitch for their account.
     *
     * @return fails with a sentence for people when the tokens are not used; the tokens are then revoked
     */
    CompletionStage<Void> accept(TokenPair granted) {
        return validate(granted.access(), ATTEMPTS)
                .thenCompose(answer -> admit(granted.access(), answer, tokens.userId())
                        .thenCompose(user -> tokens.signedIn(granted, answer.text("user_id"))
                                .thenRun(() -> LOG.info(
                                        "signed in to Twitch as {}; if this is the wrong account, sign it out with"
                                                + " twitch-relay sign-out",
                                        user))))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        revoke(granted, ATTEMPTS);
                    }
                });
    }

    private void revoke(TokenPair granted, int attempts) {
        oauth.revoke(granted).thenAccept(confirmed -> {
            if (!confirmed && attempts > 1) {
                vertx.setTimer(PAUSE.toMillis(), timer -> revoke(granted, attempts - 1));
            } else if (!confirmed) {
                LOG.warn("Twitch did not confirm the end of the refused account's token;"
                        + " the token expires within hours");
            }
        });
    }

    private CompletionStage<TwitchAnswer> validate(AccessToken access, int attempts) {
        return oauth.validate(access)
                .<CompletionStage<TwitchAnswer>>handle((answer, failure) -> {
                    if (failure == null && answer.status() < 500) {
                        return answer.status() == 401
                                ? CompletableFuture.failedFuture(
                                        new IOException("Twitch did not accept the token that it had just issued:"
                                                + " ask for a fresh code"))
                                : CompletableFuture.completedFuture(answer);
                    }
                    if (attempts <= 1) {
                        return CompletableFuture.failedFuture(new IOException(
                                "Twitch did not name the account that signed in: ask for a fresh code"));
                    }
                    return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                            .toCompletionStage()
                            .thenCompose(fired -> validate(access, attempts - 1));
                })
                .thenCompose(stage -> stage);
    }

    /**
     * Admits the account of a token or refuses it.
     *
     * @param validated Twitch's answer to the validation of the token; some mocks of Twitch leave out the user
     * @param before the id of the user who signed in last and did not sign out, or empty
     * @return the account's name for the log; fails with {@link NotAdmittedException}
     */
    CompletionStage<String> admit(AccessToken token, TwitchAnswer validated, String before) {
        return user(token, validated).thenCompose(user -> {
            if (channel.isEmpty()) {
                return before.isEmpty() || before.equals(user.id)
                        ? CompletableFuture.completedFuture(user.name())
                        : refuse("another Twitch user (" + user.name()
                                + ") entered the code and was not let in: sign in as the same user as before, or sign"
                                + " out first (twitch-relay sign-out)");
            }
            if (user.login.equals(channel)) {
                return CompletableFuture.completedFuture(user.name());
            }
            if (!before.isEmpty() && !before.equals(user.id)) {
                return notTheChannel(user, "who is also not the user who signed in before");
            }
            return objection(token, user, OAuthClient.scopes(validated))
                    .exceptionally(failure -> "and Twitch could not be asked whether this account is a moderator of the"
                            + " channel (" + Failures.cause(failure).getMessage() + ")")
                    .thenCompose(objection -> objection.isEmpty()
                            ? CompletableFuture.completedFuture(user.name() + ", a moderator of " + channel)
                            : notTheChannel(user, objection));
        });
    }

    private CompletionStage<String> notTheChannel(User user, String reason) {
        return refuse("twitch.channel is " + channel + ", but " + user.name() + " entered the code, " + reason
                + ", and was not let in: sign in as " + channel + ", or correct TWITCH_CHANNEL");
    }

    private static CompletionStage<String> refuse(String sentence) {
        return CompletableFuture.failedFuture(new NotAdmittedException(sentence));
    }

    private CompletionStage<User> user(AccessToken token, TwitchAnswer validated) {
        User user = new User(validated.text("user_id"), validated.text("login").toLowerCase(Locale.ROOT));
        if (channel.isEmpty() || !user.login.isEmpty()) {
            return CompletableFuture.completedFuture(user);
        }
        return helix.user("", token)
                .thenApply(answer -> answer.body().path("data").path(0))
                .thenApply(found -> new User(
                        found.path("id").asText(""),
                        found.path("login").asText("").toLowerCase(Locale.ROOT)))
                .exceptionally(failure -> user);
    }

    /**
     * Asks whether a user moderates the channel, with the question that the token's scopes allow.
     *
     * @return empty when the user does; otherwise the reason why the user is not admitted, as a part of a sentence
     */
    private CompletionStage<String> objection(AccessToken token, User user, Set<String> scopes) {
        if (scopes.contains(MODERATED_CHANNELS)) {
            return amongModerated(token, user, "", MOST_PAGES);
        }
        if (scopes.contains(FOLLOWERS)) {
            return seesFollowers(token);
        }
        return CompletableFuture.completedFuture(
                "and the granted scopes do not allow to ask whether this account is a moderator of the channel");
    }

    /**
     * Looks for the channel in the list of channels that the user moderates.
     *
     * @see <a href="https://dev.twitch.tv/docs/api/reference/#get-moderated-channels">Get Moderated Channels</a>
     */
    private CompletionStage<String> amongModerated(AccessToken token, User user, String cursor, int pages) {
        String after = cursor.isEmpty() ? "" : "&after=" + HelixClient.encoded(cursor);
        return helix.get("/moderation/channels?user_id=" + HelixClient.encoded(user.id) + "&first=100" + after, token)
                .thenCompose(answer -> {
                    for (JsonNode moderated : answer.body().path("data")) {
                        if (moderated.path("broadcaster_login").asText("").equalsIgnoreCase(channel)) {
                            return CompletableFuture.completedFuture("");
                        }
                    }
                    String next =
                            answer.body().path("pagination").path("cursor").asText("");
                    return answer.status() == 200 && !next.isEmpty() && pages > 1
                            ? amongModerated(token, user, next, pages - 1)
                            : CompletableFuture.completedFuture(
                                    answer.status() == 200
                                            ? "who is not a moderator of the channel"
                                            : unanswered(answer));
                });
    }

    /**
     * Twitch lists the followers only for the broadcaster and for moderators; any other account gets the total and an
     * empty list.
     *
     * @see <a href="https://dev.twitch.tv/docs/api/reference/#get-channel-followers">Get Channel Followers</a>
     */
    private CompletionStage<String> seesFollowers(AccessToken token) {
        return helix.user(channel, token).thenCompose(user -> {
            String id = user.body().path("data").path(0).path("id").asText("");
            if (id.isEmpty()) {
                return CompletableFuture.completedFuture(
                        user.status() == 200 ? "and Twitch knows no channel of this name" : unanswered(user));
            }
            return helix.get("/channels/followers?broadcaster_id=" + HelixClient.encoded(id) + "&first=1", token)
                    .thenApply(answer -> {
                        if (answer.status() != 200) {
                            return unanswered(answer);
                        }
                        if (!answer.body().path("data").isEmpty()) {
                            return "";
                        }
                        return answer.body().path("total").asInt(0) > 0
                                ? "who is not a moderator of the channel"
                                : "and Twitch cannot tell whether this account is a moderator of the channel, because"
                                        + " the channel has no followers";
                    });
        });
    }

    private static String unanswered(TwitchAnswer answer) {
        return "and Twitch answered " + answer.status()
                + " to the question whether this account is a moderator of the channel";
    }
}
