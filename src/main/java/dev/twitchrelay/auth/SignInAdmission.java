package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides which account may sign in with a code, because everyone who sees the code can enter it with an account of
 * their own. With {@code twitch.channel} the account of that channel may, or an account that Twitch confirms as a
 * moderator of the channel. Without it the first account may, and after it only the same account until it signs out.
 * {@link DeviceGrant} calls it. Thread-safe.
 */
public final class SignInAdmission {
    private static final String MODERATED_CHANNELS = "user:read:moderated_channels";
    private static final String FOLLOWERS = "moderator:read:followers";
    private static final int MOST_PAGES = 20;

    private final HelixClient helix;
    private final String apiUrl;
    private final String channel;

    /** @param channel {@code twitch.channel}; null or blank when any channel may sign in */
    public SignInAdmission(HelixClient helix, String apiUrl, String channel) {
        this.helix = helix;
        this.apiUrl = apiUrl;
        this.channel = channel == null ? "" : channel.strip().toLowerCase(Locale.ROOT);
    }

    /** The login name of {@code twitch.channel}, or empty. */
    String channel() {
        return channel;
    }

    /**
     * Admits the account of a token or refuses it.
     *
     * @param validated Twitch's answer to the validation of the token; some mocks of Twitch leave out the user
     * @param before the id of the user who signed in last and did not sign out, or empty
     * @return the account's name for the log; fails with {@link NotAdmittedException}
     */
    CompletionStage<String> admit(AccessToken token, JsonNode validated, String before) {
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
            return moderates(token, user, validated.path("scopes"))
                    .exceptionallyCompose(failure -> notTheChannel(
                            user,
                            "and Twitch could not be asked whether this account is a moderator of the channel ("
                                    + TokenChanges.cause(failure).getMessage() + ")"))
                    .thenCompose(answer -> switch (answer) {
                        case "yes" -> CompletableFuture.completedFuture(user.name() + ", a moderator of " + channel);
                        case "no" -> notTheChannel(user, "who is not a moderator of the channel");
                        default -> notTheChannel(user, answer);
                    });
        });
    }

    private <T> CompletionStage<T> notTheChannel(User user, String reason) {
        return refuse("twitch.channel is " + channel + ", but " + user.name() + " entered the code, " + reason
                + ", and was not let in: sign in as " + channel + ", or correct TWITCH_CHANNEL");
    }

    private static <T> CompletionStage<T> refuse(String sentence) {
        return CompletableFuture.failedFuture(new NotAdmittedException(sentence));
    }

    private record User(String id, String login) {
        String name() {
            return login.isEmpty() ? "an account that Twitch does not name" : login;
        }
    }

    private CompletionStage<User> user(AccessToken token, JsonNode validated) {
        User user = new User(
                validated.path("user_id").asText(""),
                validated.path("login").asText("").toLowerCase(Locale.ROOT));
        if (channel.isEmpty() || !user.login.isEmpty()) {
            return CompletableFuture.completedFuture(user);
        }
        // Helix, asked without a user, answers with the token's user
        return get("/users", token)
                .thenApply(answer -> answer.body().path("data").path(0))
                .thenApply(found -> new User(
                        found.path("id").asText(""),
                        found.path("login").asText("").toLowerCase(Locale.ROOT)))
                .exceptionally(failure -> user);
    }

    /**
     * Asks whether a user moderates the channel, with the question that the token's scopes allow: "yes", "no", or the
     * reason why it is not known.
     */
    private CompletionStage<String> moderates(AccessToken token, User user, JsonNode scopes) {
        if (granted(scopes, MODERATED_CHANNELS)) {
            return amongModerated(token, user, "", MOST_PAGES);
        }
        if (granted(scopes, FOLLOWERS)) {
            return seesFollowers(token);
        }
        return CompletableFuture.completedFuture(
                "and the granted scopes do not allow to ask whether this account is a moderator of the channel");
    }

    private CompletionStage<String> amongModerated(AccessToken token, User user, String cursor, int pages) {
        String after = cursor.isEmpty() ? "" : "&after=" + encoded(cursor);
        return get("/moderation/channels?user_id=" + encoded(user.id) + "&first=100" + after, token)
                .thenCompose(answer -> {
                    for (JsonNode moderated : answer.body().path("data")) {
                        if (moderated.path("broadcaster_login").asText("").equalsIgnoreCase(channel)) {
                            return CompletableFuture.completedFuture("yes");
                        }
                    }
                    String next =
                            answer.body().path("pagination").path("cursor").asText("");
                    return answer.status() == 200 && !next.isEmpty() && pages > 1
                            ? amongModerated(token, user, next, pages - 1)
                            : CompletableFuture.completedFuture(answer.status() == 200 ? "no" : unanswered(answer));
                });
    }

    /**
     * Twitch lists the followers only for the broadcaster and for moderators; any other account gets the total and an
     * empty list.
     */
    private CompletionStage<String> seesFollowers(AccessToken token) {
        return get("/users?login=" + encoded(channel), token).thenCompose(user -> {
            String id = user.body().path("data").path(0).path("id").asText("");
            if (id.isEmpty()) {
                return CompletableFuture.completedFuture(
                        user.status() == 200 ? "and Twitch knows no channel of this name" : unanswered(user));
            }
            return get("/channels/followers?broadcaster_id=" + encoded(id) + "&first=1", token)
                    .thenApply(answer -> {
                        if (answer.status() != 200) {
                            return unanswered(answer);
                        }
                        if (!answer.body().path("data").isEmpty()) {
                            return "yes";
                        }
                        return answer.body().path("total").asInt(0) > 0
                                ? "no"
                                : "and Twitch cannot tell whether this account is a moderator of the channel, because"
                                        + " the channel has no followers";
                    });
        });
    }

    private static String unanswered(HelixResponse answer) {
        return "and Twitch answered " + answer.status()
                + " to the question whether this account is a moderator of the channel";
    }

    private CompletionStage<HelixResponse> get(String path, AccessToken token) {
        return helix.send(HttpMethod.GET, apiUrl + path, null, token);
    }

    private static boolean granted(JsonNode scopes, String scope) {
        for (JsonNode each : scopes) {
            if (each.asText().equals(scope)) {
                return true;
            }
        }
        return false;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
