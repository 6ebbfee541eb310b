package dev.twitchrelay.http;

import dev.twitchrelay.kit.ClientAddress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down clients that guess the admin token. An address has five wrong guesses, and then one each 10 seconds.
 * Until then its guesses are refused without a comparison. When many addresses guess at the same time, each has a
 * single guess, and is not told that the guess was wrong. The right token from an address without wrong guesses is
 * always accepted. The log has one line a minute at most. {@link AdminGuard} calls it on event loops. Thread-safe.
 */
final class WrongGuesses {
    private static final Logger LOG = LoggerFactory.getLogger(WrongGuesses.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 5;
    private static final long THEN_EACH = Duration.ofSeconds(10).toNanos();
    private static final int AT_ONCE_IN_ALL = 60;
    private static final long THEN_EACH_IN_ALL = Duration.ofSeconds(1).toNanos();

    /** The most addresses that are remembered. Wrong tokens from further addresses are refused, to bound the memory. */
    private static final int MOST_ADDRESSES = 4096;

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

    /** @param nanos as {@link System#nanoTime} */
    WrongGuesses(LongSupplier nanos) {
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
     * Judges a guess.
     *
     * @param address of the client, as {@link ClientAddress#of} names it
     * @param right whether the token is right; clients that guess too fast are not told
     */
    synchronized Judgement judge(Vertx vertx, String address, boolean right) {
        long now = nanos.getAsLong();
        sweep(now);
        Long due = debts.get(address);
        long debt = due == null ? 0 : Math.max(0, due - now);
        long wait = debt - (AT_ONCE - 1) * THEN_EACH;
        if (wait > 0 || (!right && due == null && debts.size() >= MOST_ADDRESSES)) {
            refused++;
            note(vertx, address);
            return new Judgement(Shown.TOO_FAST, seconds(wait > 0 ? wait : THEN_EACH));
        }
        if (right) {
            return new Judgement(Shown.RIGHT, 0);
        }
        wrong++;
        note(vertx, address);
        boolean manyGuess = debtInAll - now > (AT_ONCE_IN_ALL - 1) * THEN_EACH_IN_ALL;
        debts.put(address, now + (manyGuess ? AT_ONCE * THEN_EACH : debt + THEN_EACH));
        if (manyGuess) {
            return new Judgement(Shown.TOO_FAST, seconds(THEN_EACH));
        }
        debtInAll = Math.max(debtInAll, now) + THEN_EACH_IN_ALL;
        return new Judgement(Shown.WRONG, 0);
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
            LOG.warn("a wrong admin token came from {}; further guesses are slowed down", address);
            vertx.setTimer(MINUTE.toMillis(), timer -> report(vertx));
        } else {
            unreported++;
        }
    }

    private synchronized void report(Vertx vertx) {
        if (unreported > 0) {
            LOG.warn("{} more wrong admin tokens within a minute, the latest from {}", unreported, latestFrom);
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
