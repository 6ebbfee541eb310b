package dev.twitchrelay.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Helix' token bucket as its last answer described it (<a
 * href="https://dev.twitch.tv/docs/api/guide/#twitch-rate-limits">Twitch rate limits</a>): after a 429 with an empty
 * bucket nobody calls before the reset. Thread-safe.
 */
public final class RateLimit {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(60);

    private final Clock clock;
    private volatile Instant closedUntil = Instant.MIN;
    private volatile Integer remaining;

    public RateLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of an answer.
     *
     * @param remaining header {@code Ratelimit-Remaining}, may be null
     * @param reset header {@code Ratelimit-Reset}, Unix time in seconds, may be null
     * @return how long to wait when this answer means that the bucket is empty, otherwise null. Some 429 are not about
     *     the bucket (limits on subscriptions); those have points left
     */
    public Duration note(int status, String remaining, String reset) {
        Integer points = number(remaining) == null ? null : number(remaining).intValue();
        if (points != null) {
            this.remaining = points;
        }
        if (status != 429 || (points != null && points > 0)) {
            return null;
        }
        Long seconds = number(reset);
        Duration wait = seconds == null ? MOST : Duration.between(clock.instant(), Instant.ofEpochSecond(seconds));
        // clocks differ: never trust the difference beyond what the bucket can mean
        wait = wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
        closedUntil = clock.instant().plus(wait);
        return wait;
    }

    /** How long nobody may call; zero when calling is fine. */
    public Duration waitTime() {
        Duration wait =
                closedUntil.equals(Instant.MIN) ? Duration.ZERO : Duration.between(clock.instant(), closedUntil);
        // longer than it ever was: the clock has been set back
        return wait.isNegative() || wait.compareTo(MOST) > 0 ? Duration.ZERO : wait;
    }

    /** Points left in the bucket as last heard, or null before the first answer. */
    public Integer remaining() {
        return remaining;
    }

    private static Long number(String header) {
        try {
            return header == null ? null : Long.valueOf(header.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
