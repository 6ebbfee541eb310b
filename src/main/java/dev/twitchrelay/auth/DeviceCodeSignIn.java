package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Backoff;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a person in with a code that is entered at Twitch (<a
 * href="https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#device-code-grant-flow">Device code grant flow</a>).
 * One code at a time; a code that ended is followed by another one when somebody asks for it or looks at the sign-in, so that
 * a relay which nobody watches leaves Twitch alone. Thread-safe; nothing here blocks.
 */
public final class DeviceCodeSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceCodeSignIn.class);
    private static final Backoff TROUBLE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration BETWEEN_CODES = Duration.ofSeconds(5);

    private final OAuthClient oauth;
    private final RefreshingTokenProvider tokens;
    private final Accounts accounts;
    private final RequiredScopes required;
    private final Admission admission;
    private final Vertx vertx;
    private final Clock clock;
    private final DeviceGrant grant;
    private final Runnable signedIn;

    /** The flow that is under way; timers and answers of another one mean nothing. */
    private Object flow;

    private DeviceCode code;
    private boolean renewable;
    private String outcome;
    private String refused;
    private int refusals;
    private Instant begunAt = Instant.MIN;

    /** @param signedIn called, on any thread, when the new token is in use */
    public DeviceCodeSignIn(
            OAuthClient oauth,
            RefreshingTokenProvider tokens,
            Accounts accounts,
            RequiredScopes required,
            Admission admission,
            Vertx vertx,
            Clock clock,
            Runnable signedIn) {
        this.oauth = oauth;
        this.tokens = tokens;
        this.accounts = accounts;
        this.required = required;
        this.admission = admission;
        this.vertx = vertx;
        this.clock = clock;
        this.grant = new DeviceGrant(oauth, tokens, admission, vertx);
        this.signedIn = signedIn;
    }

    /** Asks Twitch for a code, unless one for the same scopes is waiting to be entered. */
    public synchronized void begin() {
        String scopes = String.join(" ", required.scopes());
        if (flow != null && (code == null || (code.scopes().equals(scopes) && left() > 0))) {
            return;
        }
        Object mine = new Object();
        flow = mine;
        code = null;
        outcome = null;
        begunAt = clock.instant();
        ask(mine, scopes, TROUBLE);
    }

    /** Somebody looks at the sign-in: a code that ended in vain is followed by a fresh one. */
    public synchronized void looked() {
        if (flow == null
                && renewable
                && tokens.problem() != null
                && clock.instant().isAfter(begunAt.plus(BETWEEN_CODES))) {
            begin();
        }
    }

    /** Withdraws a code that waits; who signed out does not want to be signed in by it. */
    public synchronized void cancel() {
        flow = null;
        code = null;
        renewable = false;
        outcome = null;
        refused = null;
        refusals = 0;
    }

    public synchronized SignInStatus status() {
        boolean valid = tokens.problem() == null;
        Account account = accounts.current();
        var scopes = required.reasoned(!valid || account == null ? Set.of() : account.scopes());
        if (flow != null && code != null) {
            return new SignInStatus(valid, "waiting", tokens.problem(), refused, left(), scopes);
        }
        String state = flow != null ? "starting" : valid ? "signed in" : "required";
        return new SignInStatus(valid, state, outcome == null ? tokens.problem() : outcome, refused, null, scopes);
    }

    /** The code that waits to be entered, for those only who may see it; null when none waits. */
    public synchronized SignInCode code() {
        return flow == null || code == null ? null : new SignInCode(code.verificationUri(), code.userCode());
    }

    private long left() {
        return Math.max(0, Duration.between(clock.instant(), code.expiresAt()).toSeconds());
    }

    private void ask(Object mine, String scopes, Backoff backoff) {
        oauth.device(scopes)
                .whenComplete((answer, failure) -> inFlow(mine, () -> {
                    if (failure != null || answer.status() == 429 || answer.status() >= 500) {
                        String why = failure == null ? "it answered " + answer.status() : failure.getMessage();
                        Duration pause = backoff.delay();
                        outcome = "cannot ask Twitch for a sign-in code (" + why + "); it is tried again";
                        LOG.warn("{} in {} s", outcome, pause.toSeconds());
                        later(mine, pause, () -> ask(mine, scopes, backoff.failed()));
                    } else if (answer.status() != 200) {
                        over(
                                "Twitch refuses to begin a sign-in (" + answer.status() + " " + answer.message()
                                        + "): check twitch.client-id (TWITCH_CLIENT_ID) against"
                                        + " https://dev.twitch.tv/console/apps",
                                false);
                    } else {
                        show(mine, answer, scopes);
                    }
                }));
    }

    private void show(Object mine, OAuthClient.Answer answer, String scopes) {
        try {
            code = DeviceCode.read(answer.body(), scopes, clock.instant());
        } catch (IOException e) {
            over(e.getMessage(), false);
            return;
        }
        outcome = null;
        // a warning, because for most people the log is the only place that shows the code, and some log little
        LOG.warn("{}", SignInNotice.of(code, admission.channel(), left(), required.reasoned(Set.of())));
        later(mine, code.interval(), () -> poll(mine));
    }

    private void poll(Object mine) {
        if (!clock.instant().isBefore(code.expiresAt())) {
            over("the sign-in code has expired: open the relay's page for a fresh one", true);
            return;
        }
        oauth.poll(code.secret(), code.scopes())
                .whenComplete((answer, failure) -> inFlow(mine, () -> polled(mine, answer, failure)));
    }

    private void polled(Object mine, OAuthClient.Answer answer, Throwable failure) {
        String message = failure == null ? answer.message().toLowerCase(Locale.ROOT) : "";
        if (failure == null && answer.status() == 200) {
            accept(mine, answer);
        } else if (message.contains("authorization_pending")) {
            later(mine, code.interval(), () -> poll(mine));
        } else if (failure != null
                || answer.status() == 429
                || answer.status() >= 500
                || message.contains("slow_down")) {
            code = code.slower();
            later(mine, code.interval(), () -> poll(mine));
        } else if (message.contains("invalid device code") || message.contains("expired")) {
            over("the sign-in code has expired or was used: open the relay's page for a fresh one", true);
        } else {
            over(
                    "the sign-in was refused at Twitch (" + answer.message()
                            + "): ask for a fresh code on the relay's page to try again",
                    false);
        }
    }

    private void accept(Object mine, OAuthClient.Answer answer) {
        CompletionStage<Void> accepted;
        try {
            accepted = grant.accept(OAuthClient.tokens(answer, clock.instant()));
        } catch (IOException e) {
            accepted = CompletableFuture.failedFuture(e);
        }
        accepted.whenComplete((done, failure) -> {
            inFlow(mine, () -> {
                if (failure == null) {
                    cancel();
                } else if (TokenChanges.cause(failure) instanceof NotAdmittedException stranger) {
                    waitForAnother(mine, stranger.getMessage());
                } else {
                    over(TokenChanges.cause(failure).getMessage(), false);
                }
            });
            if (failure == null) {
                signedIn.run();
            }
        });
    }

    /** The code is spent; the right account gets another one, the later the more often a wrong one came. */
    private void waitForAnother(Object mine, String why) {
        LOG.warn("{}", why);
        String scopes = code.scopes();
        code = null;
        refused = why;
        Duration pause = BETWEEN_CODES.multipliedBy(Math.min(++refusals, 12));
        later(mine, pause, () -> ask(mine, scopes, TROUBLE));
    }

    private void over(String why, boolean renewable) {
        cancel();
        this.renewable = renewable;
        outcome = why;
        LOG.warn("{}", why);
    }

    private void later(Object mine, Duration pause, Runnable action) {
        vertx.setTimer(Math.max(1, pause.toMillis()), timer -> inFlow(mine, action));
    }

    private synchronized void inFlow(Object mine, Runnable action) {
        if (flow == mine) {
            action.run();
        }
    }
}
