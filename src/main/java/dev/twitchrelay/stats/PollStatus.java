package dev.twitchrelay.stats;

import java.time.Instant;

/**
 * How polling one resource is going.
 *
 * @param lastSuccessAt when it last answered, or null
 * @param error why the latest poll failed, in words; null when it succeeded
 * @param refusal why Twitch does not give this resource to this sign-in, in words; otherwise null. It is no failure: nothing
 *     is broken, and all else works
 */
public record PollStatus(Instant lastSuccessAt, String error, String refusal) {
    /** Whether it has ever answered, or will not. */
    boolean isSettled() {
        return lastSuccessAt != null || refusal != null;
    }
}
