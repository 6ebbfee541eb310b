package dev.twitchrelay.sources;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.kit.JsonMappers;
import dev.twitchrelay.kit.StandardWebhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Decides whether a request comes from a sender that the relay knows, whether it is fresh, and whether its event is
 * safe. It is the bean {@code senders} of routes in {@code routes/sources}. Each method returns normally or throws
 * {@link RefusedRequestException}; no message repeats anything of the request. Thread-safe.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public final class Senders {
    /** The tolerance of Standard Webhooks' own libraries. A clock that is wrong by more refuses everything. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String BEARER = "Bearer ";
    private static final int INTERNAL = 500;
    private static final int LONGEST_ID = 200;

    /** The stream takes messages of 256 KiB. */
    private static final int MOST_BYTES = 240 * 1024;

    /** The stream takes no longer type. */
    private static final int LONGEST_TYPE = 64;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+){1,5}");

    private final UnaryOperator<String> settings;
    private final Clock clock;
    private final BooleanSupplier isWritten;

    /**
     * @param settings gives the value of a setting, or null
     * @param isWritten whether the journal has written every event that was published
     */
    public Senders(UnaryOperator<String> settings, Clock clock, BooleanSupplier isWritten) {
        this.settings = settings;
        this.clock = clock;
        this.isWritten = isWritten;
    }

    /**
     * Verifies a sender that signs as Standard Webhooks describes, or shows a token as {@code Authorization: Bearer}.
     *
     * @param source the begin of the names of its settings: {@code SOURCE.secret} and {@code SOURCE.token}. While both
     *     are empty, the source sleeps and refuses every request
     * @param headers of the request, found in any case
     * @param body as it was sent, because the signature is about bytes
     */
    public void verified(String source, Map<String, Object> headers, byte[] body) {
        String secret = setting(source + ".secret");
        String token = setting(source + ".token");
        if (secret == null && token == null) {
            throw asleep(source + ".secret or " + source + ".token");
        }
        String authorization = header(headers, "Authorization");
        boolean shows = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String timestamp = header(headers, "webhook-timestamp");
        boolean isKnown = token != null && shows && isSame(authorization.substring(BEARER.length()), token);
        boolean isSigned = secret != null
                && isOneOf(
                        header(headers, "webhook-signature"),
                        StandardWebhooks.signature(
                                source + ".secret",
                                secret,
                                header(headers, "webhook-id"),
                                timestamp,
                                body == null ? new byte[0] : body));
        if (!isKnown && !isSigned) {
            throw new RefusedRequestException(
                    401, "the sender is not known: sign as standardwebhooks.com describes, or show the bearer token");
        }
        if (isSigned || !timestamp.isEmpty()) {
            fresh(seconds(timestamp), TOLERANCE);
        }
    }

    /**
     * Verifies a sender that puts a token into its request.
     *
     * @param setting the name of the setting with the token. While it is empty, the source sleeps
     */
    public void knows(String setting, String token) {
        String expected = setting(setting);
        if (expected == null) {
            throw asleep(setting);
        }
        if (token == null || !isSame(token, expected)) {
            throw new RefusedRequestException(401, "the sender is not known: it does not show the value of " + setting);
        }
    }

    /** Refuses every request while a setting is empty, because the source sleeps. */
    public void needs(String setting) {
        if (!isSet(setting)) {
            throw asleep(setting);
        }
    }

    /** Whether a setting has a value, for a source that asks its service by itself. */
    public boolean isSet(String setting) {
        return setting(setting) != null;
    }

    /**
     * Verifies a sender that signs {@code id.timestamp.body} with RSA and SHA-256 (PKCS #1 v1.5), as Kick does.
     *
     * @param setting the name of the setting with the public key, in PEM; line ends may be missing, or written as
     *     {@code \n}
     * @param timestamp RFC 3339, not older than 5 minutes
     * @param signature Base64
     * @param body as it was sent
     * @see <a href="https://docs.kick.com/events/webhook-security">Kick: Webhooks</a>
     */
    public void signedByKey(String setting, String id, String timestamp, String signature, byte[] body) {
        needs(setting);
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        if (signature == null || !isSigned(publicKey(setting), head, body, signature)) {
            throw new RefusedRequestException(401, "the sender is not known: its signature is not of " + setting);
        }
        fresh(instant(timestamp), TOLERANCE);
    }

    private static boolean isSigned(PublicKey key, byte[] head, byte[] body, String signature) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(head);
            rsa.update(body == null ? new byte[0] : body);
            return rsa.verify(Base64.getDecoder().decode(signature.strip()));
        } catch (SignatureException | IllegalArgumentException noSignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PublicKey publicKey(String setting) {
        try {
            String base64 = setting(setting)
                    .replace("\\n", "")
                    .replaceAll("-----[A-Z ]*-----", "")
                    .replaceAll("\\s", "");
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(setting + " is no public key in PEM");
        }
    }

    private static RefusedRequestException asleep(String settings) {
        return new RefusedRequestException(404, "this source sleeps until " + settings + " is set");
    }

    /**
     * Refuses an old request, because whoever has recorded a request could send it again.
     *
     * @param time RFC 3339
     * @param hours older requests are refused, and requests from more than 5 minutes in the future
     */
    public void fresh(String time, int hours) {
        fresh(instant(time), Duration.ofHours(hours));
    }

    private void fresh(Instant time, Duration oldest) {
        Instant now = clock.instant();
        if (time.isBefore(now.minus(oldest)) || time.isAfter(now.plus(TOLERANCE))) {
            throw new RefusedRequestException("the time of the request is more than " + words(oldest)
                    + " ago, or in the future: send it at once, and set the clock of the sender right");
        }
    }

    /**
     * Whether an event is not older than this.
     *
     * @param time RFC 3339
     */
    public boolean isRecent(String time, int minutes) {
        return !instant(time).isBefore(clock.instant().minus(Duration.ofMinutes(minutes)));
    }

    private static String words(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }

    private static Instant instant(String time) {
        try {
            return Instant.parse(time == null ? "" : time);
        } catch (DateTimeException e) {
            throw new RefusedRequestException("the time of the request is missing, or it is no time");
        }
    }

    private static Instant seconds(String timestamp) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(timestamp));
        } catch (NumberFormatException | DateTimeException e) {
            throw new RefusedRequestException("webhook-timestamp has to be the time in seconds since 1970");
        }
    }

    /**
     * The time of a request for the header {@code EventTime}: RFC 3339.
     *
     * @param timestamp seconds since 1970; the relay's own time if it is missing or no number
     */
    public String time(String timestamp) {
        return timestamp != null && timestamp.matches("\\d{1,11}")
                ? Instant.ofEpochSecond(Long.parseLong(timestamp)).toString()
                : clock.instant().toString();
    }

    /**
     * The name of a request, by which its repeats are known.
     *
     * @param source the first part of the name, so that two sources never share a name
     * @param id as the sender wrote it
     */
    public String id(String source, String id) {
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw new RefusedRequestException("the request needs an id of at most " + LONGEST_ID
                    + " characters, the same for each repeat: send it as the header webhook-id");
        }
        return source + ":" + id.strip();
    }

    /** Reads a JSON object. Numbers keep their digits. */
    public JsonNode json(byte[] body) {
        if (body != null && body.length > MOST_BYTES) {
            throw new RefusedRequestException(413, "the body is larger than " + MOST_BYTES / 1024 + " KiB");
        }
        try {
            JsonNode json = body == null ? null : JsonMappers.EVENT.readTree(body);
            if (json == null || !json.isObject()) {
                throw new RefusedRequestException("the body has to be a JSON object");
            }
            return json;
        } catch (JacksonException e) {
            throw new RefusedRequestException("the body is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A field of an event as text.
     *
     * @return null if the field is missing or null
     */
    public String text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** The event type in a field of an event: at least two words of small letters, joined by dots. */
    public String type(JsonNode event, String field) {
        String type = text(event, field);
        if (type == null || type.length() > LONGEST_TYPE || !TYPE.matcher(type).matches()) {
            throw new RefusedRequestException("'" + field + "' has to be an event type such as shop.order");
        }
        return type;
    }

    /**
     * Throws while the journal cannot write, so that the sender repeats its request later and a crash until then loses
     * nothing.
     */
    public void kept() {
        if (!isWritten.getAsBoolean()) {
            throw new IllegalStateException(
                    "the journal cannot be written, so the sender is asked to repeat its request");
        }
    }

    /** The status of the answer to a refused request. */
    public int status(Throwable failure) {
        RefusedRequestException refusal = RefusedRequestException.in(failure);
        return refusal == null ? INTERNAL : refusal.status();
    }

    /** The body of the answer to a refused request: a JSON object with the reason. */
    public String answer(Throwable failure) {
        RefusedRequestException refusal = RefusedRequestException.in(failure);
        String reason = refusal == null ? "the relay cannot take this" : refusal.getMessage();
        return JsonMappers.PLAIN.createObjectNode().put("error", reason).toString();
    }

    private String setting(String name) {
        String value = settings.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String header(Map<String, Object> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> String.valueOf(header.getValue()))
                .findFirst()
                .orElse("");
    }

    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(
                given.strip().getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** @param signatures separated by blanks: a sender that changes its secret signs with both */
    private static boolean isOneOf(String signatures, String right) {
        boolean found = false;
        for (String signature : signatures.strip().split("\\s+")) {
            found |= isSame(signature, right);
        }
        return found;
    }
}
