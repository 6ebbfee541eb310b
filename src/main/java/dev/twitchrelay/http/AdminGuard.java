package dev.twitchrelay.http;

import dev.twitchrelay.http.WrongGuesses.Judgement;
import dev.twitchrelay.http.WrongGuesses.Shown;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Admits requests that show the admin token as {@code Authorization: Bearer}, or the {@link AdminSession} of a browser
 * that has shown it before; in the demo it admits all. It slows down clients that guess the token. The relay has one
 * guard, because all its addresses share the token. Thread-safe.
 */
public final class AdminGuard implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";
    private static final String JUDGED = AdminGuard.class.getName();
    private static final Judgement NO_TOKEN = new Judgement(Shown.NOTHING, 0);

    /**
     * The state of the admin token, without the token.
     *
     * @param needed false in the demo
     * @param set whether the relay has a token
     * @param wrong the number of wrong tokens that were compared since the start
     * @param refused the number of tokens that were refused without a comparison, because they came too fast
     * @param latestAt the time of the latest wrong or refused token, or null
     */
    public record Status(boolean needed, boolean set, long wrong, long refused, Instant latestAt) {}

    private final byte[] token;
    private final boolean open;
    private final WrongGuesses guesses;
    private final AdminSession sessions;

    /**
     * @param token {@code relay.admin-token}; null or blank refuses everybody
     * @param open whether requests need no token, as in the demo
     */
    public AdminGuard(String token, boolean open) {
        this(token, open, System::nanoTime);
    }

    AdminGuard(String token, boolean open, LongSupplier nanos) {
        this.token = token == null || token.isBlank() ? null : token.getBytes(StandardCharsets.UTF_8);
        this.open = open;
        this.guesses = new WrongGuesses("admin tokens", nanos);
        this.sessions = new AdminSession(this.token, Clock.systemUTC());
    }

    @Override
    public void handle(RoutingContext context) {
        if (open) {
            context.next();
        } else if (token == null) {
            JsonAnswer.refuse(
                    context,
                    403,
                    "nobody may do this, because the relay has no admin token: set relay.admin-token"
                            + " (RELAY_ADMIN_TOKEN), and start the relay again");
        } else if (admits(context)) {
            context.next();
        } else if (!refusesGuess(context)) {
            refuse(context);
        }
    }

    private static void refuse(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        JsonAnswer.refuse(context, 401, "send the admin token as 'Authorization: Bearer …'");
    }

    /** Refuses a request with a wrong token at an address that needs no token. Returns whether it has refused. */
    boolean refusesWrongToken(RoutingContext context) {
        boolean wrong = judgement(context).shown() == Shown.WRONG && !open;
        if (wrong) {
            refuse(context);
        }
        return wrong;
    }

    /** Whether a request needs no token, or shows the admin token or a session. */
    boolean admits(RoutingContext context) {
        return open || showsToken(context) || sessions.isShownBy(context.request());
    }

    /** Adds the address that begins and ends sessions. */
    public void on(Router router) {
        sessions.on(router, this);
    }

    /** Whether a request shows the admin token. */
    boolean showsToken(RoutingContext context) {
        return judgement(context).shown() == Shown.RIGHT;
    }

    /** Refuses a request whose client guesses too fast. Returns whether it has refused. */
    boolean refusesGuess(RoutingContext context) {
        Judgement judgement = judgement(context);
        if (judgement.shown() != Shown.TOO_FAST) {
            return false;
        }
        guesses.refuse(context, judgement);
        return true;
    }

    public Status status() {
        return guesses.status(!open, token != null);
    }

    /** A request counts as one guess, however many guards it passes. */
    private Judgement judgement(RoutingContext context) {
        Judgement known = context.get(JUDGED);
        if (known == null) {
            known = judge(context);
            context.put(JUDGED, known);
        }
        return known;
    }

    private Judgement judge(RoutingContext context) {
        HttpServerRequest request = context.request();
        String header = request.getHeader("Authorization");
        String given = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token == null || given.isEmpty()) {
            return NO_TOKEN;
        }
        // the time of isEqual depends on the length of its first argument only, so it does not help to guess
        boolean right = MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
        return guesses.judge(context.vertx(), WrongGuesses.address(request), right);
    }
}
