package dev.twitchrelay.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * What a failed delivery means. Immutable.
 *
 * @param after what the peer said of when to try again, or null
 * @param reason for people; never an address
 */
record Verdict(Kind kind, Duration after, String reason) {
    enum Kind {
        /** The peer asks for patience, which is nothing to worry about. */
        LIMITED,
        /** Time heals it. */
        RETRY,
        /** The route failed by itself: perhaps it is being edited, perhaps this message is one that it cannot take. */
        ROUTE,
        /** Nothing heals this message. */
        DEAD,
        /** Somebody has to look at this sink; no message of it has a chance before. */
        STOP,
        /** As before, and the address will never work again. */
        GONE
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Discord: unknown webhook, invalid webhook token. */
    private static final Set<Integer> WEBHOOK_GONE = Set.of(10015, 50027);

    private static final int LONGEST_REASON = 300;

    /** @param temporary further exceptions that time heals */
    static Verdict of(Throwable failure, Predicate<Throwable> temporary) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PeerAnswer answer) {
                return of(answer);
            }
            if (cause instanceof LimitedException limited) {
                return new Verdict(Kind.LIMITED, limited.wait, limited.getMessage());
            }
            if (cause instanceof UndeliverableException) {
                return new Verdict(Kind.DEAD, null, cause.getMessage());
            }
            if (cause instanceof IOException || cause instanceof TimeoutException || temporary.test(cause)) {
                return new Verdict(Kind.RETRY, null, unreachable(cause));
            }
            if (cause.getCause() == cause) {
                break;
            }
        }
        return new Verdict(Kind.ROUTE, null, "the route failed: " + shortened(failure));
    }

    private static Verdict of(PeerAnswer answer) {
        JsonNode body = json(answer.body());
        int status = answer.status();
        String reason = "answered " + status + said(body, answer.body());
        if (status == 429) {
            return new Verdict(Kind.LIMITED, retryAfter(answer, body), reason);
        }
        if (status >= 500 || status == 408 || status == 425) {
            return new Verdict(Kind.RETRY, retryAfter(answer, body), reason);
        }
        if (WEBHOOK_GONE.contains(body.path("code").asInt()) || status == 401 || status == 410) {
            return new Verdict(Kind.GONE, null, reason);
        }
        if (status == 403 || status == 404 || status < 400) {
            return new Verdict(Kind.STOP, null, reason);
        }
        return new Verdict(Kind.DEAD, null, reason);
    }

    private static Duration retryAfter(PeerAnswer answer, JsonNode body) {
        JsonNode seconds = body.path("retry_after");
        if (!seconds.isNumber()) {
            // as Telegram says it
            seconds = body.path("parameters").path("retry_after");
        }
        Duration told = seconds.isNumber() ? CallLimit.duration(seconds.asDouble()) : null;
        return told != null
                        || answer.retryAfter() == null
                        || !answer.retryAfter().matches("\\d{1,6}(\\.\\d+)?")
                ? told
                : CallLimit.duration(Double.parseDouble(answer.retryAfter()));
    }

    private static String said(JsonNode body, String text) {
        for (String name : new String[] {"message", "description", "error"}) {
            if (body.path(name).isTextual()) {
                String code =
                        body.path("code").isInt() ? " (" + body.path("code").asInt() + ")" : "";
                return ": " + shortened(body.path(name).asText()) + code;
            }
        }
        // not a page of HTML
        return text.isBlank() || text.contains("<") || text.length() > 80 ? "" : ": " + text.strip();
    }

    private static JsonNode json(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The messages of such exceptions may hold an address. */
    private static String unreachable(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host is not known here";
        }
        if (cause instanceof ConnectException) {
            return "nothing accepts connections there";
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof SSLException) {
            return "no secure connection (" + shortened(cause) + ")";
        }
        return cause instanceof IOException && !cause.getClass().equals(IOException.class)
                ? "the connection broke (" + cause.getClass().getSimpleName() + ")"
                : shortened(cause);
    }

    private static String shortened(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return shortened(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private static String shortened(String text) {
        String line = text.replaceAll("https?://\\S+", "(address)").replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    /** A call was not made because the peer's limit forbids it. */
    static final class LimitedException extends IOException {
        private final transient Duration wait;

        LimitedException(Duration wait) {
            super("its limit allows the next call in " + wait.toMillis() + " ms");
            this.wait = wait;
        }
    }
}
