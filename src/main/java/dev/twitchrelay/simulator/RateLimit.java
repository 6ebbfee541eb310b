package dev.twitchrelay.simulator;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Helix's token buckets, one per application token holder or user: full at the start, refilled continuously within a
 * minute. Loop-confined.
 */
final class RateLimit {
    private final int pointsPerMinute;
    private final TwitchClock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    RateLimit(int pointsPerMinute, TwitchClock clock) {
        this.pointsPerMinute = pointsPerMinute;
        this.clock = clock;
    }

    /** Takes one point, writes the three headers, and throws a 429 if there was none. */
    void take(String holder, HttpServerResponse response) {
        Bucket bucket = bucket(holder);
        bucket.refill();
        boolean granted = bucket.points >= 1;
        if (granted) {
            bucket.points--;
        }
        headers(bucket, response);
        if (!granted) {
            throw new Refused(429, "Too Many Requests");
        }
    }

    /** What a forced 429 says: no point is left. */
    void exhaustedHeaders(HttpServerResponse response) {
        Bucket empty = new Bucket();
        empty.points = 0;
        headers(empty, response);
    }

    /** Takes every point of this bucket, and those of the coming time as well. */
    void exhaust(String holder, Duration duration) {
        bucket(holder).points = -perNanosecond() * duration.toNanos();
    }

    private Bucket bucket(String holder) {
        return buckets.computeIfAbsent(holder, ignored -> new Bucket());
    }

    private void headers(Bucket bucket, HttpServerResponse response) {
        long nanosUntilFull = (long) ((pointsPerMinute - bucket.points) / perNanosecond());
        response.putHeader("Ratelimit-Limit", String.valueOf(pointsPerMinute));
        response.putHeader("Ratelimit-Remaining", String.valueOf(Math.max(0, (long) bucket.points)));
        response.putHeader(
                "Ratelimit-Reset",
                String.valueOf(clock.now().plusNanos(nanosUntilFull).getEpochSecond()));
    }

    private double perNanosecond() {
        return pointsPerMinute / (double) Duration.ofMinutes(1).toNanos();
    }

    private final class Bucket {
        private double points = pointsPerMinute;
        private long refilled = System.nanoTime();

        private void refill() {
            long now = System.nanoTime();
            points = Math.min(pointsPerMinute, points + (now - refilled) * perNanosecond());
            refilled = now;
        }
    }
}
