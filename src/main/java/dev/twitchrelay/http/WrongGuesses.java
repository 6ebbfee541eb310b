package dev.twitchrelay.http;

import dev.twitchrelay.kit.ClientAddress;
import dev.twitchrelay.kit.VertxInternals;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down clients that guess a secret. An address has five wrong guesses, and then one each 10 seconds. Until then
 * its guesses are refused without a comparison. The right secret from an address without wrong guesses is always accepted.
 * The log has one line a minute at most. {@link AdminGuard} asks {@link #judge}, because it compares the secret itself.
 * {@link SourceGuard} calls {@link #beforeGuess} and {@link #wasWrong}, because a route compares the secret in between. Both
 * call on event loops. Thread-safe.
 */
final class WrongGuesses {
    private static final Logger LOG = LoggerFactory.getLogger(WrongGuesses.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 5;
    private static final long THEN_EACH = Duration.ofSeconds(10).toNanos();
    private static final int AT_ONCE_IN_ALL = 60;
    private static final long THEN_EACH_IN_ALL = Duration.ofSeconds(1).toNanos();

    /** The most addresses that are remembered, to bound the memory. {@link #judge} refuses wrong secrets of further addresses. */
    private static final int MOST_ADDRESSES = 4096;

    private final String secrets;
    private final LongSupplier nanos;
    /** The time at which all wrong guesses of an address are forgotten. Each guess takes {@link #THEN_EACH}. */
    private final Map<String, Long> debts = new HashMap<>();

    private long debtInAll;
    private long sweptAt;
    private long wrong;
    private long refused;
    private Instant latestAt;
    /** The wrong guesses since the latest line in the log; -1 if no line is due. */
    private long unreported = -1;

    private String latestFrom;

    /**
     * @param secrets the secrets in words, in the plural, for the log and for answers
     * @param nanos as {@link System#nanoTime}
     */
    WrongGuesses(String secrets, LongSupplier nanos) {
        this.secrets = secrets;
        this.nanos = nanos;
        debtInAll = nanos.getAsLong();
        sweptAt = debtInAll;
    }

    /** The token that a request shows. */
    enum Shown {
        NOTHING,
        RIGHT,
        WRONG,
        TOO_FAST
    }

    /**
     * The answer to a guess.
     *
     * @param waitSeconds the time until the next guess, if this guess came too fast
     */
    record Judgement(Shown shown, long waitSeconds) {}

    /**
     * Judges a guess. When many addresses guess at the same time, each has a single guess, and is not told that it was wrong.
     *
     * @param address of the client, as {@link #address} names it
     * @param right whether the secret is right; clients that guess too fast are not told
     */
    synchronized Judgement judge(Vertx vertx, String address, boolean right) {
        long now = nanos.getAsLong();
        sweep(now);
        long wait = waitTime(address, now);
        if (wait > 0 || (!right && isFull(address))) {
            return tooFast(vertx, address, wait > 0 ? wait : THEN_EACH);
        }
        if (right) {
            return new Judgement(Shown.RIGHT, 0);
        }
        boolean manyGuess = debtInAll - now > (AT_ONCE_IN_ALL - 1) * THEN_EACH_IN_ALL;
        owe(vertx, address, now, manyGuess ? AT_ONCE * THEN_EACH : debt(address, now) + THEN_EACH);
        if (manyGuess) {
            return new Judgement(Shown.TOO_FAST, seconds(THEN_EACH));
        }
        debtInAll = Math.max(debtInAll, now) + THEN_EACH_IN_ALL;
        return new Judgement(Shown.WRONG, 0);
    }

    /**
     * Whether a client may guess now, for a secret that somebody else compares later.
     *
     * @return {@link Shown#TOO_FAST} or {@link Shown#NOTHING}
     */
    synchronized Judgement beforeGuess(Vertx vertx, String address) {
        long now = nanos.getAsLong();
        sweep(now);
        long wait = waitTime(address, now);
        return wait > 0 ? tooFast(vertx, address, wait) : new Judgement(Shown.NOTHING, 0);
    }

    /** A guess that {@link #beforeGuess} has permitted was wrong. Each of several guesses at the same time counts. */
    synchronized void wasWrong(Vertx vertx, String address) {
        if (!isFull(address)) {
            long now = nanos.getAsLong();
            owe(vertx, address, now, debt(address, now) + THEN_EACH);
        }
    }

    /** Refuses a request that came too fast. */
    void refuse(RoutingContext context, Judgement judgement) {
        context.response().putHeader("Retry-After", String.valueOf(judgement.waitSeconds()));
        JsonAnswer.refuse(
                context,
                429,
                "too many wrong " + secrets + " came from this address: try again in " + judgement.waitSeconds()
                        + " s");
    }

    private long debt(String address, long now) {
        Long due = debts.get(address);
        return due == null ? 0 : Math.max(0, due - now);
    }

    /** The time until the next guess; not above 0 if the client may guess now. */
    private long waitTime(String address, long now) {
        return debt(address, now) - (AT_ONCE - 1) * THEN_EACH;
    }

    private boolean isFull(String address) {
        return debts.size() >= MOST_ADDRESSES && !debts.containsKey(address);
    }

    private void owe(Vertx vertx, String address, long now, long debt) {
        wrong++;
        note(vertx, address);
        debts.put(address, now + debt);
    }

    private Judgement tooFast(Vertx vertx, String address, long wait) {
        refused++;
        note(vertx, address);
        return new Judgement(Shown.TOO_FAST, seconds(wait));
    }

    /** The address of a client, as {@link #judge} takes it. */
    static String address(HttpServerRequest request) {
        return ClientAddress.of(VertxInternals.channel(request.connection()).remoteAddress());
    }

    synchronized AdminGuard.Status status(boolean needed, boolean set) {
        return new AdminGuard.Status(needed, set, wrong, refused, latestAt);
    }

    private void sweep(long now) {
        if (now - sweptAt > THEN_EACH_IN_ALL) {
            sweptAt = now;
            debts.values().removeIf(due -> due - now <= 0);
        }
    }

    private void note(Vertx vertx, String address) {
        latestAt = Instant.now();
        latestFrom = address;
        if (unreported < 0) {
            unreported = 0;
            LOG.warn("wrong {} come from {}; further guesses are slowed down", secrets, address);
            vertx.setTimer(MINUTE.toMillis(), timer -> report(vertx));
        } else {
            unreported++;
        }
    }

    private synchronized void report(Vertx vertx) {
        if (unreported > 0) {
            LOG.warn("{} more wrong {} within a minute, the latest from {}", unreported, secrets, latestFrom);
            unreported = 0;
            vertx.setTimer(MINUTE.toMillis(), timer -> report(vertx));
        } else {
            unreported = -1;
        }
    }

    private static long seconds(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos).plusMillis(999).toSeconds());
    }
}
