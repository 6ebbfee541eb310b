package dev.twitchrelay.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Lets pass who may change something: everybody in the demo, otherwise who sends {@code Authorization: Bearer} with the
 * admin token. Guessing is slowed down. One for the whole relay, because all its addresses share the token. Thread-safe.
 */
public final class AdminGuard implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";
    private static final String JUDGED = AdminGuard.class.getName();

    /**
     * How the token is doing, without the token.
     *
     * @param needed false in the demo
     * @param set whether there is a token
     * @param wrong wrong tokens that were looked at since the start
     * @param refused tokens that were refused unseen, because they came too fast
     * @param latestAt when the latest of both came, or null
     */
    public record Status(boolean needed, boolean set, long wrong, long refused, Instant latestAt) {}

    private enum Shown {
        NOTHING,
        RIGHT,
        WRONG,
        TOO_FAST
    }

    private record Verdict(Shown shown, long waitSeconds) {}

    private final byte[] token;
    private final boolean open;
    private final WrongGuesses guesses;

    /**
     * @param token {@code relay.admin-token}; null or blank refuses everybody
     * @param open whether nothing has to be shown, as in the demo
     */
    public AdminGuard(String token, boolean open) {
        this(token, open, System::nanoTime);
    }

    AdminGuard(String token, boolean open, LongSupplier nanos) {
        this.token = token == null || token.isBlank() ? null : digest(token.strip());
        this.open = open;
        this.guesses = new WrongGuesses(nanos);
    }

    @Override
    public void handle(RoutingContext context) {
        if (open) {
            context.next();
        } else if (token == null) {
            JsonAnswer.refuse(
                    context,
                    403,
                    "nobody may do this: set relay.admin-token (RELAY_ADMIN_TOKEN) and send it as"
                            + " 'Authorization: Bearer …'");
        } else if (showsToken(context)) {
            context.next();
        } else if (!refusesGuess(context)) {
            refuse(context);
        }
    }

    private static void refuse(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        JsonAnswer.refuse(context, 401, "send the admin token as 'Authorization: Bearer …'");
    }

    /** Answers a request that shows a wrong token where none would be needed, and returns whether it did. */
    boolean refusesWrongToken(RoutingContext context) {
        boolean wrong = verdict(context).shown == Shown.WRONG && !open;
        if (wrong) {
            refuse(context);
        }
        return wrong;
    }

    /** Whether a request may do what takes the token, or see what it protects. */
    boolean admits(RoutingContext context) {
        return open || showsToken(context);
    }

    /** Whether a request shows the admin token. */
    boolean showsToken(RoutingContext context) {
        return verdict(context).shown == Shown.RIGHT;
    }

    /** Answers a request that guesses too fast, and returns whether it did. */
    boolean refusesGuess(RoutingContext context) {
        Verdict verdict = verdict(context);
        if (verdict.shown != Shown.TOO_FAST) {
            return false;
        }
        context.response().putHeader("Retry-After", String.valueOf(verdict.waitSeconds));
        JsonAnswer.refuse(
                context,
                429,
                "too many wrong admin tokens came from this address: try again in " + verdict.waitSeconds + " s");
        return true;
    }

    public Status status() {
        return new Status(!open, token != null, guesses.wrong(), guesses.refused(), guesses.latestAt());
    }

    /** One request is one guess, however many guards it passes. */
    private Verdict verdict(RoutingContext context) {
        Verdict known = context.get(JUDGED);
        if (known == null) {
            known = judge(context);
            context.put(JUDGED, known);
        }
        return known;
    }

    private Verdict judge(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        String given = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token == null || given.isEmpty()) {
            return new Verdict(Shown.NOTHING, 0);
        }
        // takes the same time whatever is different, the length included
        boolean right = MessageDigest.isEqual(token, digest(given));
        WrongGuesses.Judgement judgement = guesses.judge(
                context.vertx(), context.request().connection().remoteAddress().hostAddress(), right);
        return judgement.waitSeconds() > 0
                ? new Verdict(Shown.TOO_FAST, judgement.waitSeconds())
                : new Verdict(judgement.right() ? Shown.RIGHT : Shown.WRONG, 0);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
