package dev.twitchrelay.eventsub;

import dev.twitchrelay.kit.Backoff;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The pauses of a session before its attempts to connect. They grow with each failure and start again when the session was
 * healthy. Confined to the session's {@link SessionLoop}.
 */
final class SessionPauses {
    /** A second disconnection with the same close code counts as repeated within this time. */
    private static final Duration DISCONNECTION_REMEMBERED = Duration.ofHours(1);

    private final RandomGenerator random;
    private final Map<CloseCode, Long> lastDisconnections = new EnumMap<>(CloseCode.class);
    private Backoff backoff;
    private Backoff refused = TimeLimits.REFUSED;

    SessionPauses(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** The pause after a failure. */
    Duration next() {
        Duration delay = backoff.delay(random);
        backoff = backoff.failed();
        return delay;
    }

    /** The pause after a fault that needs a person or much time. */
    Duration longest() {
        return backoff.longest(random);
    }

    /** The pause after Twitch has refused the session because of its limits. */
    Duration refused() {
        Duration delay = refused.delay(random);
        refused = refused.failed();
        return delay;
    }

    /** Whether Twitch has refused the session since it was healthy. */
    boolean wasRefused() {
        return refused.attempts() > 0;
    }

    void healthy() {
        backoff = backoff.reset();
        refused = refused.reset();
    }

    /** Remembers a disconnection and returns whether another one with the same code came within the hour before. */
    boolean isRepeated(CloseCode code, long nanoTime) {
        Long before = lastDisconnections.put(code, nanoTime);
        return before != null && nanoTime - before < DISCONNECTION_REMEMBERED.toNanos();
    }
}
