package dev.twitchrelay.simulator;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The token buckets of Helix, one for each user and one for application tokens: full at the start, and refilled
 * continuously within a minute. Loop-confined.
 */
final class SimulatedRateLimit {
    private final int pointsPerMinute;
    private final TwitchClock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    SimulatedRateLimit(int pointsPerMinute, TwitchClock clock) {
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

    /** Writes the headers of a forced 429: no point is left. */
    void exhaustedHeaders(HttpServerResponse response) {
        Bucket empty = new Bucket();
        empty.points = 0;
        headers(empty, response);
    }

    /** Takes all points of this bucket, and the points of the coming time, too. */
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
