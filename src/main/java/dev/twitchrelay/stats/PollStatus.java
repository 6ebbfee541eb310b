package dev.twitchrelay.stats;

import java.time.Instant;

/**
 * The status of one polled resource. Immutable.
 *
 * @param lastSuccessAt the time of the latest successful poll, or null
 * @param error why the latest poll failed, in words; null when it succeeded
 * @param refusal why Twitch refuses this resource for this sign-in, in words, otherwise null. A refusal is no failure,
 *     because everything else works
 */
public record PollStatus(Instant lastSuccessAt, String error, String refusal) {
    /** Whether the resource has answered or is refused for good. */
    boolean isSettled() {
        return lastSuccessAt != null || refusal != null;
    }
}
