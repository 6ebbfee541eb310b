package dev.twitchrelay.stats;

import java.time.Instant;

/**
 * How polling one resource is going.
 *
 * @param lastSuccessAt when it last answered, or null
 * @param error why the latest poll failed, in words; null when it succeeded
 */
public record PollStatus(Instant lastSuccessAt, String error) {
    /** Whether it has ever answered. */
    boolean isSettled() {
        return lastSuccessAt != null;
    }
}
