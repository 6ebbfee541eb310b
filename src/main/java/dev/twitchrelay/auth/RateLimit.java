package dev.twitchrelay.auth;

import dev.twitchrelay.kit.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The token bucket of Helix as its last answer described it (<a
 * href="https://dev.twitch.tv/docs/api/guide/#twitch-rate-limits">Twitch rate limits</a>). After a 429 with an empty
 * bucket, routes make no call before the reset. Thread-safe.
 */
public final class RateLimit {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(60);

    private final Clock clock;
    private volatile Pause closed = Pause.NONE;
    private volatile Integer remaining;

    public RateLimit(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads the rate limit's headers of an answer.
     *
     * @param remaining header {@code Ratelimit-Remaining}, may be null
     * @param reset header {@code Ratelimit-Reset}, Unix time in seconds, may be null
     * @return the time to wait when the bucket is empty, otherwise null. A 429 with points left is about another limit,
     *     such as the number of subscriptions
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
        // limited to the times that a bucket can need, because clocks differ
        wait = wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
        closed = Pause.of(wait, clock.instant());
        return wait;
    }

    /** The time until the next call is allowed; zero when it is allowed now. */
    public Duration waitTime() {
        return closed.left(clock.instant());
    }

    /** The points left in the bucket by the last answer, or null before the first answer. */
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
