package dev.twitchrelay.http;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who guesses the admin token: each address may be wrong a few times and then once in a while, and meanwhile is not
 * told whether a guess is right. When many addresses guess at once, each has a single guess and is not told that it was wrong.
 * A right token from an address that has not guessed gets through all the while. One line a minute goes into the log.
 * Thread-safe.
 */
final class WrongGuesses {
    private static final Logger LOG = LoggerFactory.getLogger(WrongGuesses.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final int AT_ONCE = 5;
    private static final long THEN_EACH = Duration.ofSeconds(10).toNanos();
    private static final int AT_ONCE_IN_ALL = 60;
    private static final long THEN_EACH_IN_ALL = Duration.ofSeconds(1).toNanos();

    /** So many are remembered; while there are as many, further ones are refused, so that memory is bounded. */
    private static final int MOST_ADDRESSES = 4096;

    private final LongSupplier nanos;
    /** When the last of an address' wrong guesses will be forgotten, each taking {@link #THEN_EACH}. */
    private final Map<String, Long> debts = new HashMap<>();

    private long debtInAll;
    private long sweptAt;
    private long wrong;
    private long refused;
    private Instant latestAt;
    private long unreported = -1;
    private String latestFrom;

    /** @param nanos as {@link System#nanoTime} */
    WrongGuesses(LongSupplier nanos) {
        this.nanos = nanos;
        debtInAll = nanos.getAsLong();
        sweptAt = debtInAll;
    }

    /** What a guess is answered: whether it is right, unless the guesser has to wait for so many seconds first. */
    record Judgement(boolean right, long waitSeconds) {}

    /**
     * @param host the guesser's address, as the socket tells it
     * @param right whether the token is the right one, which is told only to who may guess now
     */
    synchronized Judgement judge(Vertx vertx, String host, boolean right) {
        long now = nanos.getAsLong();
        String address = network(host);
        sweep(now);
        Long due = debts.get(address);
        long debt = due == null ? 0 : Math.max(0, due - now);
        long wait = debt - (AT_ONCE - 1) * THEN_EACH;
        if (wait > 0 || (!right && due == null && debts.size() >= MOST_ADDRESSES)) {
            refused++;
            note(vertx, host);
            return new Judgement(false, seconds(wait > 0 ? wait : THEN_EACH));
        }
        if (right) {
            return new Judgement(true, 0);
        }
        wrong++;
        note(vertx, host);
        boolean manyGuess = debtInAll - now > (AT_ONCE_IN_ALL - 1) * THEN_EACH_IN_ALL;
        debts.put(address, now + (manyGuess ? AT_ONCE * THEN_EACH : debt + THEN_EACH));
        if (manyGuess) {
            return new Judgement(false, seconds(THEN_EACH));
        }
        debtInAll = Math.max(debtInAll, now) + THEN_EACH_IN_ALL;
        return new Judgement(false, 0);
    }

    /** How many wrong tokens were looked at. */
    synchronized long wrong() {
        return wrong;
    }

    /** How many were refused unseen, because the address had to wait. */
    synchronized long refused() {
        return refused;
    }

    /** When the latest of both came, or null. */
    synchronized Instant latestAt() {
        return latestAt;
    }

    private void sweep(long now) {
        if (now - sweptAt > THEN_EACH_IN_ALL) {
            sweptAt = now;
            debts.values().removeIf(due -> due - now <= 0);
        }
    }

    private void note(Vertx vertx, String host) {
        latestAt = Instant.now();
        latestFrom = host;
        if (unreported < 0) {
            unreported = 0;
            LOG.warn("a wrong admin token came from {}; whoever goes on guessing is slowed down", host);
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

    /** Of IPv6 the first 64 bits, because whoever has one address has all that begin with them. */
    private static String network(String host) {
        if (host.indexOf(':') < 0) {
            return host;
        }
        try {
            byte[] bytes = InetAddress.getByName(host.replaceFirst("%.*", "")).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
        } catch (UnknownHostException notAnAddress) {
            return host;
        }
    }
}
