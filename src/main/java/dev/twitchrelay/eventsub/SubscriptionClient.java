package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.SignInRequiredException;
import dev.twitchrelay.auth.TwitchAnswer;
import dev.twitchrelay.kit.Failures;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The client of Twitch's subscriptions endpoint. Every method completes its stage once and never exceptionally; a
 * failure is a value. {@link SubscriptionSet} calls it on the session's loop; stages complete on Vert.x threads. Tests
 * override the methods. Thread-safe.
 *
 * @see <a href="https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription">Create EventSub
 *     Subscription</a>
 */
class SubscriptionClient {
    private static final int MOST_PAGES = 10;

    /** The outcome of an attempt to create a subscription. */
    enum Outcome {
        /** Twitch delivers from now on. */
        CREATED,
        /**
         * Twitch says that the subscription already exists on this session. Since April 2026 the answer has its id.
         * Without the id, only Twitch's list tells on which session the subscription exists.
         */
        EXISTS,
        /** The token may not receive this type; another sign-in is needed. */
        FORBIDDEN,
        /** Twitch will never accept this request. */
        REJECTED,
        /** Twitch does not know the session any more. */
        SESSION_GONE,
        /** The rate limit's bucket is empty; {@code retryAfter} is the time until it has points again. */
        RATE_LIMITED,
        /**
         * A limit on connections or subscriptions is reached (<a
         * href="https://dev.twitch.tv/docs/eventsub/manage-subscriptions/#subscription-limits">Subscription
         * limits</a>). It clears when Twitch notices that old sessions ended.
         */
        LIMIT_REACHED,
        /** Twitch does not answer, or answers with a server error. */
        UNAVAILABLE,
        /** Nobody is signed in. */
        SIGN_IN_REQUIRED
    }

    /**
     * The answer to an attempt to create a subscription.
     *
     * @param id Twitch's id of the subscription, or empty when the answer has none
     * @param cost the subscription's part of the total cost of 10
     * @param message the reason of a failure, for people; empty on success
     * @param retryAfter only for {@link Outcome#RATE_LIMITED}
     */
    record Created(Outcome outcome, String id, int cost, String message, Duration retryAfter) {
        static Created failed(Outcome outcome, String message) {
            return new Created(outcome, "", 0, message, null);
        }
    }

    /** An enabled subscription in Twitch's list. The condition has no empty values. */
    record Listed(String id, String type, Map<String, String> condition, String sessionId) {}

    private final HelixClient helix;
    private final String url;

    /** @param url {@code https://api.twitch.tv/helix/eventsub/subscriptions} in production */
    SubscriptionClient(HelixClient helix, String url) {
        this.helix = helix;
        this.url = url;
    }

    CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", spec.type()).put("version", spec.version());
        ObjectNode conditionNode = body.putObject("condition");
        condition.forEach(conditionNode::put);
        body.putObject("transport").put("method", "websocket").put("session_id", sessionId);
        return helix.send(HttpMethod.POST, url, body).handle((answer, failure) -> {
            if (failure == null) {
                return read(answer);
            }
            Throwable cause = Failures.cause(failure);
            return Created.failed(
                    cause instanceof SignInRequiredException ? Outcome.SIGN_IN_REQUIRED : Outcome.UNAVAILABLE,
                    String.valueOf(cause.getMessage()));
        });
    }

    private static Created read(TwitchAnswer answer) {
        String message = answer.message();
        JsonNode data = answer.body().path("data").path(0);
        if (answer.isFromAnotherServer() || (answer.status() < 300 && data.isMissingNode())) {
            return Created.failed(
                    Outcome.REJECTED,
                    "the address is wrong: twitch.eventsub.subscriptions-url, which follows twitch.api.url, answers "
                            + answer.status() + (answer.status() < 300 ? ", but not as Twitch does" : ""));
        }
        return switch (answer.status()) {
            case 200, 201, 202 ->
                new Created(
                        Outcome.CREATED,
                        data.path("id").asText(""),
                        data.path("cost").asInt(0),
                        "",
                        null);
            // since April 2026 the answer has the id of the existing subscription; Twitch documents no place, so both
            // are read
            case 409 ->
                new Created(
                        Outcome.EXISTS,
                        data.path("id").asText(answer.body().path("id").asText("")),
                        0,
                        message,
                        null);
            // a token that was refreshed and ended before its use is soon followed by another token
            case 401 ->
                Created.failed(
                        HelixClient.refreshHelps(message) ? Outcome.UNAVAILABLE : Outcome.FORBIDDEN,
                        "Twitch refused the token: " + message);
            case 403 -> Created.failed(Outcome.FORBIDDEN, message);
            case 400 -> Created.failed(sessionGone(message) ? Outcome.SESSION_GONE : Outcome.REJECTED, message);
            case 429 ->
                answer.retryAfter() == null
                        ? Created.failed(Outcome.LIMIT_REACHED, message)
                        : new Created(Outcome.RATE_LIMITED, "", 0, message, answer.retryAfter());
            case 410, 422 -> Created.failed(Outcome.REJECTED, answer.status() + " " + message);
            default -> Created.failed(Outcome.UNAVAILABLE, "Twitch answered " + answer.status() + " " + message);
        };
    }

    /**
     * Twitch says "session does not exist or has already disconnected"; servers that imitate Twitch use other words.
     */
    private static boolean sessionGone(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("session")
                && (text.contains("exist") || text.contains("disconnected") || text.contains("not found"));
    }

    /** The enabled subscriptions, or null when Twitch does not give the list. */
    CompletionStage<List<Listed>> list() {
        return page("", new ArrayList<>(), 1).exceptionally(failure -> null);
    }

    private CompletionStage<List<Listed>> page(String cursor, List<Listed> found, int number) {
        String after = cursor.isEmpty() ? "" : "&after=" + HelixClient.encoded(cursor);
        return helix.send(HttpMethod.GET, url + "?status=enabled" + after, null).thenCompose(answer -> {
            if (answer.status() != 200 || !answer.body().path("data").isArray()) {
                return CompletableFuture.completedFuture(null);
            }
            answer.body().path("data").forEach(entry -> found.add(listed(entry)));
            String next = answer.body().path("pagination").path("cursor").asText("");
            return next.isEmpty() || number == MOST_PAGES
                    ? CompletableFuture.completedFuture(found)
                    : page(next, found, number + 1);
        });
    }

    private static Listed listed(JsonNode entry) {
        Map<String, String> condition = new LinkedHashMap<>();
        // Twitch returns optional keys that were not sent, with empty text
        entry.path("condition").fields().forEachRemaining(field -> {
            if (!field.getValue().asText("").isEmpty()) {
                condition.put(field.getKey(), field.getValue().asText());
            }
        });
        return new Listed(
                entry.path("id").asText(""),
                entry.path("type").asText(""),
                condition,
                entry.path("transport").path("session_id").asText(""));
    }

    /** Deletes a subscription. The result does not tell whether it existed. */
    CompletionStage<Void> delete(String id) {
        return helix.send(HttpMethod.DELETE, url + "?id=" + HelixClient.encoded(id), null)
                .handle((answer, failure) -> null);
    }
}
