package dev.twitchrelay.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import java.time.Duration;
import java.util.Set;

/** A sink's peer answered over HTTP, but not with success. The message holds no address. */
final class PeerAnswer extends Delivery.FailedException {
    /** Codes of Discord: unknown webhook, invalid webhook token. */
    private static final Set<Integer> WEBHOOK_GONE = Set.of(10015, 50027);

    private static final int LONGEST_TEXT = 80;

    /**
     * @param retryAfter the wait of {@link CallLimit#retryAfter}, or null; a wait in the body counts more
     * @param body the answer's body, or null
     */
    PeerAnswer(int status, Duration retryAfter, String body) {
        super(failure(status, retryAfter, body == null ? "" : body), null);
    }

    private static DeliveryFailure failure(int status, Duration retryAfter, String body) {
        JsonNode json = JsonMappers.lenient(body);
        String reason = "answered " + status + explanation(json, body);
        Duration wait = CallLimit.mayAskToWait(status) ? retryAfter(json) : null;
        return new DeliveryFailure(kind(status, json), wait == null ? retryAfter : wait, reason);
    }

    private static FailureKind kind(int status, JsonNode json) {
        if (status == 429) {
            return FailureKind.WAIT;
        }
        if (status >= 500 || status == 408 || status == 425) {
            return FailureKind.NETWORK;
        }
        if (WEBHOOK_GONE.contains(json.path("code").asInt()) || status == 401 || status == 410) {
            return FailureKind.GONE;
        }
        boolean moved = !json.at("/parameters/migrate_to_chat_id").isMissingNode();
        return status == 403 || status == 404 || status < 400 || moved ? FailureKind.STOPPED : FailureKind.REFUSED;
    }

    private static Duration retryAfter(JsonNode json) {
        JsonNode seconds = json.path("retry_after");
        if (!seconds.isNumber()) {
            // Telegram puts it here
            seconds = json.at("/parameters/retry_after");
        }
        return seconds.isNumber() ? CallLimit.duration(seconds.asDouble()) : null;
    }

    /** The peer's own words. */
    private static String explanation(JsonNode json, String body) {
        for (String name : new String[] {"message", "description", "error", "error_description", "title", "detail"}) {
            if (json.path(name).isTextual() && !json.path(name).asText().isBlank()) {
                String code =
                        json.path("code").isInt() ? " (" + json.path("code").asInt() + ")" : "";
                JsonNode moved = json.at("/parameters/migrate_to_chat_id");
                return ": " + DeliveryFailure.shortened(json.path(name).asText())
                        + (moved.isMissingNode() ? code : "; the chat's id is now " + moved.asText());
            }
        }
        // not a page of HTML
        return body.isBlank() || body.contains("<") || body.length() > LONGEST_TEXT
                ? ""
                : ": " + DeliveryFailure.shortened(body.strip());
    }
}
