package dev.twitchrelay.stats;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.Failures;
import dev.twitchrelay.kit.JsonMappers;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;

/** The meaning of a poll's answer, in words for people. Any member of an answer may be missing. */
final class PollAnswer {
    private static final int LONGEST_MESSAGE = 200;

    /** Statuses with which Twitch will answer the same request again; a discontinued resource answers 410. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 401, 403, 404, 410);

    private static final int NOT_FOUND = 404;

    private PollAnswer() {}

    /**
     * @throws IllegalArgumentException when the answer has no number, or a member that should be a number and is not
     */
    static void check(JsonNode answer) {
        require(answer.has("live") || answer.has("followers") || answer.has("subs"), "every number");
        require(!answer.has("live") || answer.path("live").isBoolean(), "a list of streams");
        require(!answer.path("live").asBoolean() || isCount(answer.path("viewers")), "the number of viewers");
        require(!answer.has("followers") || isTotal(answer, "followers"), "the number of followers");
        require(!answer.has("subs") || isTotal(answer, "subs"), "the number of subscriptions");
    }

    private static boolean isTotal(JsonNode answer, String number) {
        return isCount(answer.path(number))
                || (answer.path(number).isNull() && answer.path("list").asBoolean());
    }

    /** The reason why an answer has no number although the resource answered, or null. */
    static String withoutTotal(JsonNode answer) {
        return answer.path("followers").isNull() || answer.path("subs").isNull()
                ? "Twitch answers with a list but without its total"
                : null;
    }

    private static boolean isCount(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
    }

    private static void require(boolean given, String member) {
        if (!given) {
            throw new IllegalArgumentException(
                    "the answer lacks " + member + ", so it probably does not come from Twitch");
        }
    }

    /**
     * Whether Twitch refuses a resource for good.
     *
     * @param proven whether the address has answered any poll well; otherwise another server may have answered that
     *     does not have the path
     */
    static boolean isRefusal(int status, String body, boolean proven) {
        JsonNode error = JsonMappers.lenient(body);
        // a body without Helix' error comes from a server on the way
        return FOR_GOOD.contains(status)
                && (error.has("message") || error.has("error"))
                && (proven || status != NOT_FOUND);
    }

    /** The reason why Twitch refuses the resource for this sign-in. */
    static String refusal(String reads, int status, String body) {
        String words = words(status, JsonMappers.lenient(body));
        if ("subs".equals(reads) && status != 401 && !isAboutAccount(words)) {
            return "this channel has no subscriptions (Twitch answers " + words + ")";
        }
        return (reads == null || reads.isEmpty() ? "it is" : reads + " are")
                + " not available to this account (Twitch answers " + words + "); everything else works";
    }

    /** The reason of a failed poll with this status. */
    static String failure(int status, String body) {
        return "Twitch answers " + words(status, JsonMappers.lenient(body));
    }

    private static boolean isAboutAccount(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        return text.contains("scope")
                || text.contains("token")
                || text.contains("broadcaster_id")
                || text.contains("moderator");
    }

    private static String words(int status, JsonNode error) {
        String message = error.path("message").asText("");
        if (message.isBlank()) {
            message = error.path("error").asText("");
        }
        String line = message.replaceAll("\\s+", " ").strip();
        return line.isEmpty()
                ? String.valueOf(status)
                : status + " \"" + line.substring(0, Math.min(LONGEST_MESSAGE, line.length())) + "\"";
    }

    /** The reason why there is no usable answer. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            cause = next;
            String known = known(next);
            if (known != null) {
                return known;
            }
        }
        return Failures.text(cause);
    }

    private static String known(Throwable cause) {
        if (cause instanceof JacksonException) {
            return "the answer is not JSON as Twitch sends it: a proxy or a maintenance page may have answered instead";
        }
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return "the answer is damaged: it cannot be unpacked";
        }
        if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
            return "Twitch did not answer in time";
        }
        if (cause instanceof UnknownHostException) {
            return "the host name of twitch.api.url cannot be resolved";
        }
        if (cause instanceof ConnectException) {
            return "nothing accepts connections at twitch.api.url";
        }
        return cause instanceof SSLException ? "no secure connection to twitch.api.url: " + cause.getMessage() : null;
    }
}
