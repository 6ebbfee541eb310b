package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Set;

/** A sink's peer answered over HTTP, and not with success. The text names no address. */
final class PeerAnswer extends Exception {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Discord: unknown webhook, invalid webhook token. */
    private static final Set<Integer> WEBHOOK_GONE = Set.of(10015, 50027);

    private static final int LONGEST_TEXT = 80;

    private final int status;
    private final String retryAfter;
    private final String body;

    /**
     * @param retryAfter header {@code Retry-After}, or null
     * @param body as far as there is one, or null
     */
    PeerAnswer(int status, String retryAfter, String body) {
        super("answered " + status);
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body == null ? "" : body;
    }

    Verdict verdict() {
        JsonNode json = json();
        return new Verdict(failure(json), wait(json), getMessage() + said(json));
    }

    private Failure failure(JsonNode json) {
        if (status == 429) {
            return Failure.WAIT;
        }
        if (status >= 500 || status == 408 || status == 425) {
            return Failure.NETWORK;
        }
        if (WEBHOOK_GONE.contains(json.path("code").asInt()) || status == 401 || status == 410) {
            return Failure.GONE;
        }
        boolean moved = !json.at("/parameters/migrate_to_chat_id").isMissingNode();
        return status == 403 || status == 404 || status < 400 || moved ? Failure.STOPPED : Failure.REFUSED;
    }

    private Duration wait(JsonNode json) {
        if (status != 429 && status < 500) {
            return null;
        }
        JsonNode seconds = json.path("retry_after");
        if (!seconds.isNumber()) {
            // as Telegram says it
            seconds = json.at("/parameters/retry_after");
        }
        Duration told = seconds.isNumber() ? CallLimit.duration(seconds.asDouble()) : null;
        return told != null || retryAfter == null || !retryAfter.matches("\\d{1,6}(\\.\\d+)?")
                ? told
                : CallLimit.duration(Double.parseDouble(retryAfter));
    }

    /** What the peer says in its own words. */
    private String said(JsonNode json) {
        for (String name : new String[] {"message", "description", "error", "error_description", "title", "detail"}) {
            if (json.path(name).isTextual() && !json.path(name).asText().isBlank()) {
                String code =
                        json.path("code").isInt() ? " (" + json.path("code").asInt() + ")" : "";
                JsonNode moved = json.at("/parameters/migrate_to_chat_id");
                return ": " + Verdict.shortened(json.path(name).asText())
                        + (moved.isMissingNode() ? code : "; the chat's id is now " + moved.asText());
            }
        }
        // not a page of HTML
        return body.isBlank() || body.contains("<") || body.length() > LONGEST_TEXT
                ? ""
                : ": " + Verdict.shortened(body.strip());
    }

    private JsonNode json() {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
