package dev.twitchrelay.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twitchrelay.auth.SignInAdmission.NotAdmittedException;
import dev.twitchrelay.kit.Backoff;
import dev.twitchrelay.kit.Failures;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign-in with a code that a person enters at Twitch (<a
 * href="https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/#device-code-grant-flow">Device code grant
 * flow</a>). There is one code at a time. An expired code is replaced only when somebody asks for a code or looks at
 * the sign-in, so that a relay which nobody watches does not ask Twitch again and again. Pages, {@link TokenWatch} and
 * Vert.x timers call it. Thread-safe; no method blocks.
 */
public final class DeviceCodeSignIn {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceCodeSignIn.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration PAUSE_BETWEEN_CODES = Duration.ofSeconds(5);
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    /**
     * The code that a person enters to sign the relay in. Everyone who has it can sign in with an account of their own,
     * so only the log and {@code /api/sign-in} show it, and no status contains it. Immutable.
     *
     * @param verificationUri the address where the code is entered; it already contains the code
     * @param userCode the code
     */
    public record SignInCode(String verificationUri, String userCode) {
        @Override
        public String toString() {
            return "SignInCode[hidden]";
        }
    }

    /**
     * The status of the sign-in, without the {@link SignInCode}, because everybody may see it. Immutable.
     *
     * @param signedIn whether there is a token that Twitch accepted last time
     * @param state {@code signed in}; {@code starting} while Twitch is asked for a code; {@code retrying} while Twitch
     *     gives no code and the relay asks again; {@code waiting} while a code can be entered; {@code required} when
     *     somebody has to ask for a fresh code
     * @param problem the fault and its remedy in one sentence, or null while all is well
     * @param refused one sentence about the last account that entered a code and was not let in, or null
     * @param secondsLeft the seconds until the code expires; only while waiting
     * @param scopes the scopes that the relay asks for, each with its reason
     */
    public record Status(
            boolean signedIn,
            String state,
            String problem,
            String refused,
            Long secondsLeft,
            List<RequiredScopes.Reasoned> scopes) {}

    /**
     * A code that a person has not entered yet. Immutable.
     *
     * @param secret the device code, with which the relay fetches the tokens; it is never shown to people
     * @param shown the part for people
     * @param scopes the scopes that the relay asks for, separated by blanks
     * @param interval the time between two polls; Twitch names 5 s
     */
    private record DeviceCode(String secret, SignInCode shown, String scopes, Duration interval, Instant expiresAt) {
        /** @throws IOException when the answer lacks a code or the address */
        static DeviceCode read(TwitchAnswer answer, String scopes, Instant now) throws IOException {
            JsonNode body = answer.body();
            String secret = answer.text("device_code");
            SignInCode shown = new SignInCode(answer.text("verification_uri"), answer.text("user_code"));
            if (secret.isBlank()
                    || shown.userCode().isBlank()
                    || !shown.verificationUri().matches("https?://.+")) {
                throw new IOException("Twitch's answer lacks the sign-in code or the address where it is entered");
            }
            Duration interval = Duration.ofSeconds(body.path("interval").asLong(5));
            return new DeviceCode(
                    secret,
                    shown,
                    scopes,
                    interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval,
                    now.plusSeconds(body.path("expires_in").asLong(1800)));
        }

        DeviceCode slower() {
            return new DeviceCode(secret, shown, scopes, interval.plusSeconds(5), expiresAt);
        }

        @Override
        public String toString() {
            return "DeviceCode[hidden, expiresAt=" + expiresAt + "]";
        }
    }

    private final OAuthClient oauth;
    private final TokenProvider tokens;
    private final Accounts accounts;
    private final RequiredScopes required;
    private final SignInAdmission admission;
    private final Vertx vertx;
    private final Clock clock;
    private final Runnable signedIn;

    /** Identifies the current attempt to sign in, or null. Timers and answers of an earlier attempt are ignored. */
    private Object flow;

    private DeviceCode code;
    private boolean renewable;
    private String outcome;
    private String refused;
    private int refusals;
    private Instant begunAt = Instant.MIN;

    /** @param signedIn is called on any thread when the new token is in use */
    public DeviceCodeSignIn(
            OAuthClient oauth,
            TokenProvider tokens,
            Accounts accounts,
            RequiredScopes required,
            SignInAdmission admission,
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
        this.signedIn = signedIn;
    }

    /** Asks Twitch for a code, unless a code for the same scopes is still valid. */
    public synchronized void begin() {
        String scopes = String.join(" ", required.scopes());
        if (flow != null && (code == null || (code.scopes().equals(scopes) && secondsLeft() > 0))) {
            return;
        }
        Object current = new Object();
        flow = current;
        code = null;
        outcome = null;
        begunAt = clock.instant();
        ask(current, scopes, BACKOFF);
    }

    /** Somebody looks at the sign-in. If the code has expired, a fresh one is asked for. */
    public synchronized void looked() {
        if (flow == null
                && renewable
                && tokens.problem() != null
                && clock.instant().isAfter(begunAt.plus(PAUSE_BETWEEN_CODES))) {
            begin();
        }
    }

    /** Withdraws the code, because a user who signed out must not be signed in by it. */
    public synchronized void cancel() {
        flow = null;
        code = null;
        renewable = false;
        outcome = null;
        refused = null;
        refusals = 0;
    }

    /** The status of the sign-in, without the code. */
    public synchronized Status status() {
        boolean valid = tokens.problem() == null;
        Account account = accounts.current();
        var scopes = required.reasoned(!valid || account == null ? Set.of() : account.scopes());
        if (flow != null && code != null) {
            return new Status(valid, "waiting", tokens.problem(), refused, secondsLeft(), scopes);
        }
        String asking = outcome == null ? "starting" : "retrying";
        String state = flow != null ? asking : valid ? "signed in" : "required";
        return new Status(valid, state, outcome == null ? tokens.problem() : outcome, refused, null, scopes);
    }

    /** The current code, or null. Only people who may sign in may see it. */
    public synchronized SignInCode code() {
        return flow == null || code == null ? null : code.shown();
    }

    private long secondsLeft() {
        return Math.max(0, Duration.between(clock.instant(), code.expiresAt()).toSeconds());
    }

    private void ask(Object current, String scopes, Backoff backoff) {
        oauth.device(scopes)
                .whenComplete((answer, failure) -> inFlow(current, () -> {
                    if (failure != null || answer.status() == 429 || answer.status() >= 500) {
                        String reason = failure == null ? "it answered " + answer.status() : failure.getMessage();
                        Duration pause = backoff.delay();
                        outcome = "cannot ask Twitch for a sign-in code (" + reason + "); the relay tries again";
                        LOG.warn("{} in {} s", outcome, pause.toSeconds());
                        later(current, pause, () -> ask(current, scopes, backoff.failed()));
                    } else if (answer.status() != 200) {
                        end(
                                "Twitch refuses to begin a sign-in (" + answer.status() + " " + answer.message()
                                        + "): compare twitch.client-id (TWITCH_CLIENT_ID) with the id at"
                                        + " https://dev.twitch.tv/console/apps",
                                false);
                    } else {
                        show(current, answer, scopes);
                    }
                }));
    }

    private void show(Object current, TwitchAnswer answer, String scopes) {
        try {
            code = DeviceCode.read(answer, scopes, clock.instant());
        } catch (IOException e) {
            end(e.getMessage(), false);
            return;
        }
        outcome = null;
        // a warning, so that a log without INFO lines shows the code, too; for most people the log is its only place
        LOG.warn("{}", notice());
        later(current, code.interval(), () -> poll(current));
    }

    /** The text in the log that asks a person to sign in. */
    private String notice() {
        String channel = admission.channel();
        String scopes = required.reasoned(Set.of()).stream()
                .map(scope -> "      %-30s %s\n".formatted(scope.scope(), scope.reason()))
                .collect(Collectors.joining());
        return """
                sign in to Twitch%s

                    open   %s
                    code   %s
                    valid  %d min
                %s""".formatted(
                        channel.isEmpty() ? "" : " as " + channel + ", the channel in twitch.channel",
                        code.shown().verificationUri(),
                        code.shown().userCode(),
                        Math.max(1, Math.round(secondsLeft() / 60.0)),
                        scopes.isEmpty() ? "" : "\n    Twitch will ask you to allow\n" + scopes);
    }

    private void poll(Object current) {
        if (!clock.instant().isBefore(code.expiresAt())) {
            end("the sign-in code has expired: open the relay's page for a fresh one", true);
            return;
        }
        oauth.poll(code.secret(), code.scopes())
                .whenComplete((answer, failure) -> inFlow(current, () -> polled(current, answer, failure)));
    }

    private void polled(Object current, TwitchAnswer answer, Throwable failure) {
        String message = failure == null ? answer.message().toLowerCase(Locale.ROOT) : "";
        if (failure == null && answer.status() == 200) {
            accept(current, answer);
        } else if (message.contains("authorization_pending")) {
            later(current, code.interval(), () -> poll(current));
        } else if (failure != null
                || answer.status() == 429
                || answer.status() >= 500
                || message.contains("slow_down")) {
            code = code.slower();
            later(current, code.interval(), () -> poll(current));
        } else if (message.contains("invalid device code") || message.contains("expired")) {
            end("the sign-in code has expired or was used: open the relay's page for a fresh one", true);
        } else {
            end(
                    "the sign-in was refused at Twitch (" + answer.message()
                            + "): ask for a fresh code on the relay's page to try again",
                    false);
        }
    }

    private void accept(Object current, TwitchAnswer answer) {
        CompletionStage<Void> accepted;
        try {
            accepted = admission.accept(OAuthClient.tokens(answer, clock.instant()));
        } catch (IOException e) {
            accepted = CompletableFuture.failedFuture(e);
        }
        accepted.whenComplete((done, failure) -> {
            inFlow(current, () -> {
                if (failure == null) {
                    cancel();
                } else if (Failures.cause(failure) instanceof NotAdmittedException stranger) {
                    replaceCode(current, stranger.getMessage());
                } else {
                    end(Failures.cause(failure).getMessage(), false);
                }
            });
            if (failure == null) {
                signedIn.run();
            }
        });
    }

    /**
     * A wrong account has used the code up, so another code is asked for. The pause before it grows with the number of
     * wrong accounts.
     */
    private void replaceCode(Object current, String refusal) {
        LOG.warn("{}", refusal);
        String scopes = code.scopes();
        code = null;
        refused = refusal;
        Duration pause = PAUSE_BETWEEN_CODES.multipliedBy(Math.min(++refusals, 12));
        later(current, pause, () -> ask(current, scopes, BACKOFF));
    }

    /** @param renewable whether a look at the sign-in asks for a fresh code */
    private void end(String reason, boolean renewable) {
        cancel();
        this.renewable = renewable;
        outcome = reason;
        LOG.warn("{}", reason);
    }

    private void later(Object current, Duration pause, Runnable action) {
        vertx.setTimer(Math.max(1, pause.toMillis()), timer -> inFlow(current, action));
    }

    private synchronized void inFlow(Object current, Runnable action) {
        if (flow == current) {
            action.run();
        }
    }
}
