package dev.twitchrelay.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twitchrelay.auth.HelixClient;
import dev.twitchrelay.auth.HelixResponse;
import dev.twitchrelay.auth.SignInRequiredException;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The subscriptions endpoint of Twitch's API over HTTP. Every member of an answer may be missing. Thread-safe. */
final class HelixSubscriptionClient implements SubscriptionClient {
    private static final int MOST_PAGES = 10;

    private final HelixClient helix;
    private final String url;

    /** @param url {@code https://api.twitch.tv/helix/eventsub/subscriptions} in production */
    HelixSubscriptionClient(HelixClient helix, String url) {
        this.helix = helix;
        this.url = url;
    }

    @Override
    public CompletionStage<Created> create(SubscriptionSpec spec, Map<String, String> condition, String sessionId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", spec.type()).put("version", spec.version());
        ObjectNode conditionNode = body.putObject("condition");
        condition.forEach(conditionNode::put);
        body.putObject("transport").put("method", "websocket").put("session_id", sessionId);
        return helix.send(HttpMethod.POST, url, body).handle((response, failure) -> {
            if (failure == null) {
                return read(response);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return Created.failed(
                    cause instanceof SignInRequiredException ? Outcome.SIGN_IN_REQUIRED : Outcome.UNAVAILABLE,
                    String.valueOf(cause.getMessage()));
        });
    }

    private static Created read(HelixResponse response) {
        String message = response.message();
        JsonNode data = response.body().path("data").path(0);
        if (response.status() < 300 && data.isMissingNode()) {
            return wrongAddress(response.status());
        }
        return switch (response.status()) {
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
                        data.path("id").asText(response.body().path("id").asText("")),
                        0,
                        message,
                        null);
            // a token that was refreshed and ended before its use is soon followed by another token
            case 401 ->
                Created.failed(
                        HelixClient.refreshHelps(response.status(), message) ? Outcome.UNAVAILABLE : Outcome.FORBIDDEN,
                        "Twitch refused the token: " + message);
            case 403 -> Created.failed(Outcome.FORBIDDEN, message);
            case 400 -> Created.failed(sessionGone(message) ? Outcome.SESSION_GONE : Outcome.REJECTED, message);
            case 429 ->
                response.retryAfter() == null
                        ? Created.failed(Outcome.LIMIT_REACHED, message)
                        : new Created(Outcome.RATE_LIMITED, "", 0, message, response.retryAfter());
            // Twitch has this address, so a server that answers like this is not Twitch
            case 301, 302, 303, 307, 308, 404, 405 -> wrongAddress(response.status());
            case 410, 422 -> Created.failed(Outcome.REJECTED, response.status() + " " + message);
            default -> Created.failed(Outcome.UNAVAILABLE, "Twitch answered " + response.status() + " " + message);
        };
    }

    private static Created wrongAddress(int status) {
        return Created.failed(
                Outcome.REJECTED,
                "the address is wrong: twitch.eventsub.subscriptions-url, which follows twitch.api.url, answers "
                        + status + (status < 300 ? ", but not as Twitch does" : ""));
    }

    /**
     * Twitch says "session does not exist or has already disconnected"; servers that imitate Twitch use other words.
     */
    private static boolean sessionGone(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("session")
                && (text.contains("exist") || text.contains("disconnected") || text.contains("not found"));
    }

    @Override
    public CompletionStage<List<Listed>> list() {
        return page("", new ArrayList<>(), 1).exceptionally(failure -> null);
    }

    private CompletionStage<List<Listed>> page(String cursor, List<Listed> found, int number) {
        String after = cursor.isEmpty() ? "" : "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        return helix.send(HttpMethod.GET, url + "?status=enabled" + after, null).thenCompose(response -> {
            if (response.status() != 200 || !response.body().path("data").isArray()) {
                return CompletableFuture.completedFuture(null);
            }
            response.body().path("data").forEach(entry -> found.add(listed(entry)));
            String next = response.body().path("pagination").path("cursor").asText("");
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

    @Override
    public CompletionStage<Void> delete(String id) {
        String query = "?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        return helix.send(HttpMethod.DELETE, url + query, null).handle((response, failure) -> null);
    }
}
